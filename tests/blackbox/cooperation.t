#!/usr/bin/perl
# Joint activities and companies' own giving, from the command line to the report.
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
sub list { my $j = json(@_); return ref $j eq 'ARRAY' ? $j : $j->{rows} }
sub refused { my ($reason, $what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 3, $what); like($err, qr/$reason/, "… $reason"); utf8::decode($err); return $err }

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2015-01-01\n1508,15,2,general,乙市总工会,2015-01-01\n1509,15,2,general,丁市总工会,2015-01-01\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
ok_('li', 'user', 'add', 'li', '--name', '李', '--org', '15', as('admin'));
ok_('li is maker', 'user', 'grant', 'li', '--role', 'maker', '--org', '15', as('admin'));
ok_('wang', 'user', 'add', 'wang', '--name', '王', '--org', '15', as('admin'));
ok_('everywhere', 'user', 'grant', 'li', '--role', 'maker', as('admin'));
ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", as('li'));
ok_('a cycle', 'cycle', 'create', 'hw-2024', '--name', '2024年环卫工人节', '--programme', 'condolence-campaign', '--org', '15', '--from', '2024-10-01', '--until', '2024-12-01', as('li'));
ok_('a partner', 'partner', 'add', 'zjt', '--name', '甲省住房和城乡建设厅', '--kind', '政府部门', '--org', '15', as('li'));
ok_('a company', 'partner', 'add', 'gs', '--name', '丙环卫公司', '--kind', '企业', '--org', '1508', as('li'));

like(ok_('who leads', 'cycle', 'partner-list', 'hw-2024', '--lang', 'zh', '--data', $data), qr/主办.*甲省总工会/, 'the cycle\'s own union leads');
ok_('a joint body', 'cycle', 'partner-add', 'hw-2024', '--partner', 'zjt', '--role', '联合', as('li'));
ok_('another lead', 'cycle', 'partner-add', 'hw-2024', '--union', '1508', '--role', 'lead', as('li'));
refused('cooperation_lead_taken', 'two leads', 'cycle', 'partner-add', 'hw-2024', '--partner', 'zjt', '--role', '主办', as('li'));
like(refused('cooperation_lead_taken', 'in Chinese', 'cycle', 'partner-add', 'hw-2024', '--partner', 'zjt', '--role', '主办', '--lang', 'zh', as('li')),
	qr/已由 1508 乙市总工会 主办/, '… who leads');
refused('cooperation_unknown_role', 'a role that there is not', 'cycle', 'partner-add', 'hw-2024', '--partner', 'zjt', '--role', '协办', as('li'));
refused('not_granted', 'not by anybody', 'cycle', 'partner-add', 'hw-2024', '--partner', 'zjt', '--role', 'host', as('wang'));
is((songnuan('cycle', 'partner-add', 'hw-2024', '--role', 'host', as('li')))[0], 2, 'neither partner nor union is wrong usage');
ok_('the lead is removed', 'cycle', 'partner-remove', 'hw-2024', '--union', '1508', '--role', 'lead', as('li'));
refused('cooperation_gone', 'once', 'cycle', 'partner-remove', 'hw-2024', '--union', '1508', '--role', 'lead', as('li'));
my @list = @{list('cycle', 'partner-list', 'hw-2024', '--data', $data)};
is(join(' ', map { "$_->{role}:$_->{code}" } @list), 'lead:15 joint:zjt', 'what holds now');

my $figures = write_file('figures.csv', "工会代码,范围,人数,金额（分）,金额含义,企业代码,报送方,牵头工会代码\n1508,own,100,,,,,\n1508,own,30,60000,given,gs,工会,\n1508,own,500,,,,,1509\n1509,own,500,,,,,\n");
ok_('figures', 'reported', 'import', $figures, '--cycle', 'hw-2024', as('li'));
my $r = json('report', '--cycle', 'hw-2024', '--depth', '2', '--data', $data);
is($r->{total}{recipients}{value}, 630, 'the company once, the joint activity once');
is(scalar @{$r->{others}}, 2, 'both have a row');
ok_('the company itself', 'reported', 'state', '--cycle', 'hw-2024', '--org', '1508', '--partner', 'gs', '--by', 'partner', '--people', '35', '--amount', '700', '--meaning', 'given', as('li'));
$r = json('report', '--cycle', 'hw-2024', '--depth', '2', '--data', $data);
is($r->{total}{recipients}{value}, 635, 'its own word counts, once');
is($r->{total}{given_fen}{value}, 70000, '… its money too');
is($r->{findings}[0]{what}, 'partner_reported_twice', '… with a finding');
my $text = ok_('as text', 'report', '--cycle', 'hw-2024', '--depth', '2', '--lang', 'zh', '--data', $data);
like($text, qr/丙环卫公司.*自报，已计入/, 'the company\'s row says who said it');
like($text, qr/丁市总工会牵头.*不重复计/, 'the joint row who leads');
refused('partner_elsewhere', 'below another union', 'reported', 'state', '--cycle', 'hw-2024', '--org', '1509', '--partner', 'gs', '--people', '1', as('li'));
refused('bad_reported_by', 'by a partner that is not named', 'reported', 'state', '--cycle', 'hw-2024', '--org', '1509', '--by', 'partner', '--people', '1', as('li'));
like(ok_('word for word', 'report', '--cycle', 'hw-2024', '--rows', '--lang', 'en', '--data', $data), qr/partner itself/, 'the rows say who reported');
ok_('verify', 'verify', '--data', $data);
done_testing();
