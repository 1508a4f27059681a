#!/usr/bin/perl
# Honours: of people, unions, partners and stations; what is not told is not told, and nothing is deleted.
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
sub run_ { my ($status, $out, $err) = songnuan(@_); utf8::decode($out); utf8::decode($err); return ($status, $out, $err) }
sub ok_ { my ($what, @words) = @_; my ($status, $out, $err) = run_(@words); is($status, 0, $what) or diag($err); return $out }
sub refused { my ($reason, $what, @words) = @_; my ($status, $out, $err) = run_(@words); is($status, 3, $what) or diag($err); like($err, qr/$reason/, "… $reason"); return $err }
sub rows { my $answer = json(@_); return ref $answer eq 'HASH' ? $answer->{rows} : $answer }
sub id { return sprintf '01990000-0000-7000-8000-0000000000%02d', $_[0] }

ok_('init', 'init', '--data', $data);
ok_('unions', 'org', 'import', write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2015-01-01\n1508,15,3,general,乙县总工会,2015-01-01\n1509,15,3,general,丁县总工会,2015-01-01\n"), as('admin'));
for my $who (['li', 'maker', '1508'], ['wang', 'checker', '1508'], ['wu', 'maker', '1509']) {
	ok_($who->[0], 'user', 'add', $who->[0], '--name', '示例', '--org', $who->[2], as('admin'));
	ok_("… is $who->[1]", 'user', 'grant', $who->[0], '--role', $who->[1], '--org', $who->[2], as('admin'));
}
ok_('people', 'people', 'import', write_file('people.csv', "姓名,身份证号,班组,备注\n合一丁,,一班,合成数据\n"), '--org', '1508', as('li'));
my $person = rows('people', 'find', '--name', '合', '--org', '1508', as('li'))->[0];
my $person_id = $person->{person} // $person->{id};
ok_('a partner', 'partner', 'add', 'hw-co', '--name', '某环卫公司', '--kind', 'company', '--org', '1508', as('li'));

# ---- entering ----
my @station = ('honour', 'add', '--org', '1508', '--station', '某户外劳动者服务站', '--award', '最美工会户外劳动者服务站', '--level', '全国', '--year', '2022', '--words', '五星级 最美', '--id', id(1));
ok_('a station', @station, as('li'));
ok_('the same again', @station, as('li'));
refused('honour_differs', 'one id, one honour', @station, '--giver', '某总工会', as('li'));
ok_('a person', 'honour', 'add', '--org', '1508', '--person', $person_id, '--award', '五一劳动奖章', '--giver', '某总工会', '--document', '某工发〔2023〕1号', '--id', id(2), as('li'));
ok_('the league has a maker', 'user', 'add', 'bo', '--name', '示例', '--org', '15', as('admin'));
ok_('… for its counties too', 'user', 'grant', 'bo', '--role', 'maker', '--org', '15', as('admin'));
my @above = ('honour', 'add', '--org', '15', '--person', $person_id, '--award', '先进工作者', '--id', id(50));
ok_('a person of a county, honoured by the union above it', @above, as('bo'));
like(ok_('… is shown', 'honour', 'show', id(50), '--data', $data), qr/合\*\*/, '… masked');
ok_('… and withdrawn', 'user', 'grant', 'wang', '--role', 'checker', '--org', '15', as('admin'));
ok_('… by a checker of that union', 'honour', 'withdraw', id(50), '--why', '试录', as('wang'));
ok_('… and verified', 'verify', '--data', $data);
ok_('a union', 'honour', 'add', '--org', '1508', '--union', '1508', '--award', '先进集体', as('li'));
ok_('a partner', 'honour', 'add', '--org', '1508', '--partner', 'hw-co', '--award', '爱心企业', as('li'));
my @add = ('honour', 'add', '--org', '1508', '--award', '先进集体');
my $twice = refused('honour_twice', 'the same once more under no id of its own', @add, '--union', '1508', as('li'));
like($twice, qr/id [0-9a-f-]{36}/, '… says which it is');
refused('honour_subject', 'whose?', @add, as('li'));
refused('honour_subject', 'of one alone', @add, '--union', '1508', '--station', '某站', as('li'));
refused('honour_subject', 'a code is a station\'s', @add, '--union', '1508', '--station-code', 'st-1', as('li'));
refused('honour_outside', 'not of the union above', @add, '--union', '15', as('li'));
refused('no_such_person', 'nobody of that id', @add, '--person', id(77), as('li'));
refused('honour_level', 'a level that is not known', @add, '--station', '某站', '--level', 'galaxy', as('li'));
refused('honour_year', 'not ahead', @add, '--station', '某站', '--year', '2999', as('li'));
refused('honour_year', 'nor zero: what is not known is left out', @add, '--station', '某站', '--year', '0', as('li'));
refused('not_granted', 'not by another union', @add, '--station', '某站', as('wu'));
ok_('with its code', @add, '--station', '某站', '--station-code', 'st-1', '--id', id(3), as('li'));
refused('honour_station', 'one code, one station', @add, '--station', '别站', '--station-code', 'st-1', as('li'));

# ---- looking ----
my %of = map { $_->{id} => $_ } @{rows('honour', 'list', '--org', '15', '--data', $data)};
is(scalar keys %of, 5, 'five honours');
is($of{id(1)}{whose}, '某户外劳动者服务站', 'a station by its name');
is($of{id(1)}{giver}, undef, 'what is not told is not told');
is($of{id(2)}{whose}, '合**', 'a person is masked');
is($of{id(2)}{year}, undef, '… without a year where none was told');
is($of{id(3)}{station_code}, 'st-1', 'a code where it is known');
refused('no_actor', 'a whole name is not for everybody', 'honour', 'list', '--org', '1508', '--names', '--data', $data);
refused('not_granted', '… nor for another union', 'honour', 'list', '--org', '1508', '--names', as('wu'));
is((grep { $_->{id} eq id(2) } @{rows('honour', 'list', '--org', '1508', '--names', as('wang'))})[0]{whose}, '合一丁', '… but for who works there');
is(scalar @{rows('honour', 'list', '--org', '15', '--kind', 'person', '--data', $data)}, 1, 'people alone');
is(scalar @{rows('honour', 'list', '--org', '15', '--person', $person_id, '--data', $data)}, 1, 'or one of them');
is(scalar @{rows('honour', 'list', '--org', '15', '--year', '2022', '--data', $data)}, 1, 'or a year');
is(scalar @{rows('honour', 'list', '--org', '1509', '--data', $data)}, 0, 'none of another union');
refused('honour_kind', 'a kind that is not known', 'honour', 'list', '--org', '15', '--kind', 'dog', '--data', $data);

# ---- the plaque ----
ok_('its picture', 'attachment', 'add', write_file('plaque.pdf', "%PDF-1.4\n%%EOF\n"), '--for', 'honour:' . id(1), '--consent', 'not-needed', '--caption', '牌匾', as('li'));
refused('no_such_honour', 'a picture of none', 'attachment', 'add', write_file('plaque.pdf', "%PDF-1.4\n%%EOF\n"), '--for', 'honour:' . id(9), '--consent', 'not-needed', as('li'));
my $show = ok_('shown', 'honour', 'show', id(1), '--lang', 'zh', '--data', $data);
like($show, qr/荣誉：最美工会户外劳动者服务站\n驿站：某户外劳动者服务站/, '… with what it is');
like($show, qr/授予单位：未说明\n级别：全国\n年份：2022\n文号：未说明\n原话：五星级 最美/, '… what is told and what is not');
like($show, qr/图片：.* 牌匾/, '… and the plaque');
like(ok_('a person', 'honour', 'show', id(2), '--lang', 'zh', '--data', $data), qr/个人：合\*\*\n.*授予单位：某总工会.*文号：某工发〔2023〕1号/s, '… masked');

# ---- withdrawing ----
refused('not_granted', 'a maker withdraws none', 'honour', 'withdraw', id(2), '--why', '登记有误', as('li'));
ok_('withdrawn', 'honour', 'withdraw', id(2), '--why', '登记有误', as('wang'));
ok_('again', 'honour', 'withdraw', id(2), '--why', '登记有误', as('wang'));
refused('honour_withdrawn', 'not for another reason', 'honour', 'withdraw', id(2), '--why', '别的', as('wang'));
is(scalar @{rows('honour', 'list', '--org', '15', '--data', $data)}, 4, 'it is no longer listed');
is(scalar @{rows('honour', 'list', '--org', '15', '--all', '--data', $data)}, 6, '… and kept');
like(ok_('shown', 'honour', 'show', id(2), '--lang', 'zh', '--data', $data), qr/已撤销：\d{4}-\d\d-\d\d 登记有误/, '… with the reason');
ok_('verify', 'verify', '--data', $data);
done_testing();
