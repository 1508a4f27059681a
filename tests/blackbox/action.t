#!/usr/bin/perl
# An action over years, from the command line: promise, opening figures, members, what stands beside.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

my $data = data_dir();
sub as { return ('--as', $_[0], '--data', $data) }
sub ok_ { my ($what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 0, $what) or diag($err); utf8::decode($out); return $out }
sub refused { my ($reason, $what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 3, $what); like($err, qr/$reason/, "… $reason"); utf8::decode($err); return $err }

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2015-01-01\n1508,15,2,general,乙市总工会,2015-01-01\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
ok_('li', 'user', 'add', 'li', '--name', '李', '--org', '15', as('admin'));
ok_('li is maker', 'user', 'grant', 'li', '--role', 'maker', '--org', '15', as('admin'));
ok_('everywhere', 'user', 'grant', 'li', '--role', 'maker', as('admin'));
ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", as('li'));
ok_('a cycle', 'cycle', 'create', 'hw-2024', '--name', '2024年环卫工人节', '--programme', 'condolence-campaign', '--org', '15', '--from', '2024-10-01', '--until', '2024-12-01', as('li'));
my $said = write_file('said.csv', "org_code,scope,recipients,amount_fen,amount_meaning\n15,own,47000,1000000,given\n1508,own,100,,unknown\n");
ok_('what was reported', 'reported', 'import', $said, '--cycle', 'hw-2024', as('li'));

my @create = ('action', 'create', 'hw-care', '--name', '环卫工人关爱行动', '--org', '15', '--first-year', '2015');
like(ok_('an action', @create, '--lang', 'zh', as('li')), qr/已记录/, 'is recorded');
like(ok_('again', @create, '--lang', 'en', as('li')), qr/unchanged/, 'the same again changes nothing');
refused('not_granted', 'by one who may not', 'action', 'create', 'x', '--name', 'x', '--org', '15', '--first-year', '2015', as('admin'));
like(refused('bad_action_code', 'a bad code', 'action', 'create', '行 动', '--name', 'x', '--org', '15', '--first-year', '2015', '--lang', 'zh', as('li')), qr/hw-care/, '… with an example');
refused('action_code_taken', 'other content', 'action', 'create', 'hw-care', '--name', 'x', '--org', '15', '--first-year', '2015', as('li'));
refused('action_bad_years', 'no year', 'action', 'create', 'y', '--name', 'x', '--org', '15', '--first-year', '15', as('li'));
refused('no_such_action', 'of none', 'action', 'add-cycle', 'none', 'hw-2024', as('li'));
ok_('a member', 'action', 'add-cycle', 'hw-care', 'hw-2024', as('li'));
my @invested = ('action', 'opening', 'hw-care', '--measure', '投入', '--unit', '元', '--years', '2015-2024', '--value', '42000000', '--is', 'more_than', '--words', '已投入4200万余元');
ok_('an opening figure', @invested, as('li'));
ok_('stations', 'action', 'opening', 'hw-care', '--measure', 'built', '--unit', '座', '--years', '2015-2024', '--value', '3000', '--is', 'about', '--words', '近3000家', as('li'));
ok_('a span over a member', 'action', 'opening', 'hw-care', '--measure', 'reached', '--unit', 'person', '--years', '2020-2024', '--value', '90000', '--words', '九万人', as('li'));
ok_('an unknown year', 'action', 'opening', 'hw-care', '--measure', 'reached', '--unit', 'person', '--years', '2019', '--words', '未统计', as('li'));
ok_('a target', 'action', 'target', 'hw-care', '--measure', 'reached', '--unit', 'person', '--value', '94200', '--words', '惠及九万余人', as('li'));
refused('action_bad_unit', 'money in people', 'action', 'opening', 'hw-care', '--measure', 'given', '--unit', 'person', '--years', '2019', '--words', 'x', as('li'));
like(refused('action_bad_measure', 'no measure', 'action', 'opening', 'hw-care', '--measure', '做', '--unit', 'person', '--years', '2019', '--words', 'x', '--lang', 'zh', as('li')), qr/发放、筹集/, '… says which there are');
refused('action_bad_years', 'before the action', 'action', 'opening', 'hw-care', '--measure', 'reached', '--unit', 'person', '--years', '2014', '--words', 'x', as('li'));
refused('action_bad_years', 'backwards', 'action', 'opening', 'hw-care', '--measure', 'reached', '--unit', 'person', '--years', '2020-2019', '--words', 'x', as('li'));
refused('action_bad_years', 'three years', 'action', 'opening', 'hw-care', '--measure', 'reached', '--unit', 'person', '--years', '2016-2017-2018', '--words', 'x', as('li'));
refused('bad_qualifier', 'a word that is none', 'action', 'opening', 'hw-care', '--measure', 'reached', '--unit', 'person', '--years', '2018', '--value', '1', '--is', 'roughly', '--words', 'x', as('li'));

my $p = json('action', 'show', 'hw-care', '--data', $data);
my %row = map { ("$_->{measure} $_->{unit}" => $_) } @{$p->{rows}};
is($row{'reached person'}{total}{value}, 47100, 'the member counts');
is($row{'reached person'}{total}{unknown_parts}, 1, 'the unknown year is counted as unknown');
is($row{'reached person'}{promised}{value}, 94200, 'beside what was promised');
is((grep { ($_->{finding} // '') eq 'overlaps' && !$_->{added} } @{$row{'reached person'}{parts}}), 1, 'the span is shown, not added');
is($row{'given fen'}{total}{value}, 1000000, 'money given');
is($row{'invested fen'}{total}{value}, 4200000000, 'invested stands for itself');
is($row{'built station'}{total}{is}, 'about', 'the qualifier is kept');
my $text = ok_('as text', 'action', 'show', 'hw-care', '--lang', 'zh', '--data', $data);
like($text, qr/42,000,000\.00余/, 'in the source\'s way');
like($text, qr/近 3000/, '… of saying it');
like($text, qr/约 50\.0 %/, 'the share says that it is not exact');
like($text, qr/重叠，只列不加/, 'and why the span is not added');
like(ok_('in English', 'action', 'show', 'hw-care', '--lang', 'en', '--data', $data), qr/over 42,000,000\.00/, 'in English');
like(ok_('as CSV', 'action', 'show', 'hw-care', '--format', 'csv', '--data', $data), qr/reached,person/, 'as CSV');
ok_('corrected', 'action', 'target', 'hw-care', '--measure', 'reached', '--unit', 'person', '--value', '47100', '--words', '更正', as('li'));
like(ok_('shown', 'action', 'show', 'hw-care', '--lang', 'zh', '--data', $data), qr/100\.0 %/, 'a correction counts');
like(ok_('list', 'action', 'list', '--data', $data), qr/hw-care.*2015/, 'in the list');
my $figures = ok_('all figures', 'action', 'figures', '--lang', 'zh', '--data', $data);
like($figures, qr/历年.*42,000,000\.00余 +已投入4200万余元/, 'figures of all actions, in their sources\' words');
like($figures, qr/目标.*47100 +更正/, '… what is in force of them');
my ($stations) = grep { $_->{unit} eq 'station' } @{json('action', 'figures', '--data', $data)};
is("$stations->{value} $stations->{is} $stations->{words}", '3000 about 近3000家', 'a program reads the figure and how exact it is');
my ($unknown) = grep { $_->{is} eq 'unknown' } @{json('action', 'figures', '--data', $data)};
is($unknown->{value}, undef, 'what is not known is not zero');
ok_('taken out', 'action', 'remove-cycle', 'hw-care', 'hw-2024', as('li'));
refused('action_not_member', 'twice', 'action', 'remove-cycle', 'hw-care', 'hw-2024', as('li'));
$p = json('action', 'show', 'hw-care', '--data', $data);
%row = map { ("$_->{measure} $_->{unit}" => $_) } @{$p->{rows}};
is($row{'reached person'}{total}{value}, 90000, 'without the member the span counts');
ok_('verify', 'verify', '--data', $data);
done_testing();
