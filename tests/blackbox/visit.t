#!/usr/bin/perl
# Visits: entered with their bodies and words, pictures and needs; a visit counts as one session.
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
sub rows { my $answer = json(@_); return ref $answer eq 'HASH' ? $answer->{rows} : $answer }
sub id { return sprintf '01990000-0000-7000-8000-0000000000%02d', $_[0] }

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2015-01-01\n1508,15,2,general,乙市总工会,2015-01-01\n1509,15,2,general,丁市总工会,2015-01-01\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
for my $who (['li', '1508'], ['wu', '1509']) {
	ok_($who->[0], 'user', 'add', $who->[0], '--name', '某', '--org', $who->[1], as('admin'));
	ok_('… is maker', 'user', 'grant', $who->[0], '--role', 'maker', '--org', $who->[1], as('admin'));
}
ok_('a partner', 'partner', 'add', 'zjj', '--name', '乙市住房和城乡建设局', '--kind', 'government', '--org', '1508', as('li'));

my @add = ('visit', 'add', '--org', '1508', '--site', '城区清扫现场', '--team', '一班', '--day', '2024-10-26', '--leader', '某主席', '--post', '党组书记',
	'--with', '15:主办; zjj:联合', '--met', '400', '--met-is', 'more_than', '--words', '慰问城市清洁一线环卫工人400多名', '--id', id(1));
ok_('a visit', @add, as('li'));
ok_('the same again', @add, as('li'));
my @other = ('visit', 'add', '--org', '1508', '--site', '转运站', '--day', '2024-10-26');
ok_('another, of which little is known', @other, as('li'));
refused('visit_differs', 'one id, one visit', @other, '--id', id(1), as('li'));
refused('visit_body', 'a role that there is not', @other, '--with', 'zjj:旁观', as('li'));
refused('visit_body', 'a body without a role', @other, '--with', 'zjj', as('li'));
refused('no_such_partner', 'a body that nobody knows', @other, '--with', 'xyz:联合', as('li'));
refused('visit_met', 'zero is not unknown', @other, '--met', '0', as('li'));
refused('visit_qualifier', 'how exact', @other, '--met', '4', '--met-is', 'many', as('li'));
refused('visit_given', 'what was given is in the books', @other, '--given', 'portion:' . id(9), as('li'));
refused('visit_day', 'not ahead', 'visit', 'add', '--org', '1508', '--site', 'x', '--day', '2999-01-01', as('li'));
refused('not_granted', 'not for another union', @other, as('wu'));
like(refused('visit_met', 'in Chinese', @other, '--met', '0', '--lang', 'zh', as('li')), qr/不知道就不填，不要填 0/, '… with what to do');

my $list = rows('visit', 'list', '--org', '15', '--data', $data);
is(scalar @$list, 2, 'two visits');
my %by = map { $_->{id} => $_ } @$list;
is($by{id(1)}{met}, 400, 'people met');
is($by{id(1)}{met_is}, 'more_than', '… with how exact that is');
is((grep { $_->{id} ne id(1) } @$list)[0]{met}, undef, 'what is not known is not zero');
like(ok_('counted', 'visit', 'list', '--org', '15', '--lang', 'zh', '--data', $data), qr/共 2 场次/, '… as sessions');
is(scalar @{rows('visit', 'list', '--org', '1509', '--data', $data)}, 0, 'none of another union');

ok_('a picture', 'attachment', 'add', write_file('scan.pdf', "%PDF-1.4\n%%EOF\n"), '--for', 'visit:' . id(1), '--consent', 'no', '--caption', '现场', '--id', id(20), as('li'));
ok_('which is read there', 'attachment', 'get', id(20), '-o', write_file('seen.pdf', ''), as('li'));
refused('not_granted', 'and not by a maker of another union', 'attachment', 'get', id(20), '-o', write_file('unseen.pdf', ''), as('wu'));
ok_('a need', 'visit', 'need-add', id(1), '--topic', '饮水', '--words', '路段上没有热水', '--who', '测试甲', '--id', id(2), as('li'));
ok_('an anonymous one', 'visit', 'need-add', id(1), '--topic', '午餐', '--words', '午饭只能在路边吃', as('li'));
refused('no_such_visit', 'a need of no visit', 'visit', 'need-add', id(8), '--topic', 'a', '--words', 'b', as('li'));
refused('need_differs', 'one id, one need', 'visit', 'need-add', id(1), '--topic', '饮水', '--words', '别的', '--id', id(2), as('li'));
my $needs = rows('visit', 'need-list', '--org', '1508', '--data', $data);
is(scalar @$needs, 2, 'both are open');
is(join(' ', sort map { $_->{who} } @$needs), 'anonymous 测**', 'who said it is masked, or anonymous');
refused('not_granted', 'not closed by another union', 'visit', 'need-close', id(2), '--answer', '已装', as('wu'));
ok_('closed', 'visit', 'need-close', id(2), '--answer', '驿站已装热水器', as('li'));
refused('need_closed', 'not closed again in other words', 'visit', 'need-close', id(2), '--answer', '不办', as('li'));
is(scalar @{rows('visit', 'need-list', '--org', '1508', '--data', $data)}, 1, 'one is left open');
is(scalar @{rows('visit', 'need-list', '--org', '1508', '--all', '--data', $data)}, 2, 'and both are kept');
my $show = ok_('shown', 'visit', 'show', id(1), '--lang', 'zh', '--data', $data);
like($show, qr/慰问城市清洁一线环卫工人400多名/, '… in its own words');
like($show, qr/主办：甲省总工会\n联合：乙市住房和城乡建设局/, '… with who took part');
like($show, qr/看望：400余人/, '… with whom they met');
like($show, qr/照片：.*现场/, '… with its picture');
like($show, qr/饮水：路段上没有热水 → 驿站已装热水器/, '… and what was heard and done');
like(ok_('in English', 'visit', 'show', id(1), '--lang', 'en', '--data', $data), qr/people met: over 400/, '… too');
refused('no_such_visit', 'one that is not there', 'visit', 'show', id(8), '--data', $data);
ok_('li everywhere', 'user', 'grant', 'li', '--role', 'maker', as('admin'));
ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", as('li'));
ok_('a cycle', 'cycle', 'create', 'hw', '--name', '慰问', '--programme', 'condolence-campaign', '--org', '15', '--from', '2024-10-01', '--until', '2024-12-31', as('li'));
ok_('a visit of it', @other, '--cycle', 'hw', '--met', '400', '--met-is', 'more_than', as('li'));
ok_('and another', @other, '--cycle', 'hw', '--met', '30', as('li'));
ok_('and one of which nobody told', @other, '--cycle', 'hw', as('li'));
my $report = json('report', '--cycle', 'hw', '--data', $data);
is($report->{visits}{sessions}, 3, 'the report has three sessions');
is($report->{visits}{met_person_times}, 430, '… at which so many were met');
is($report->{visits}{met_is}, 'more_than', '… and more');
is($report->{visits}{sessions_untold}, 1, '… and one untold');
is($report->{total}{recipients}{value}, undef, '… which are nobody who was given something');
like(ok_('in words', 'report', '--cycle', 'hw', '--lang', 'zh', '--data', $data), qr/3 场次，见到430余人次，其中 1 场未报人数/, '… in words, too');
ok_('verify', 'verify', '--data', $data);
done_testing();
