#!/usr/bin/perl
# A copy of last year's cycle from the command line: looked at, made, asked again, compared.
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
my %roles = (li => 'maker', zhao => 'checker', qian => 'approver', bo => 'maker');
for my $login (sort keys %roles) {
	ok_($login, 'user', 'add', $login, '--name', '某', '--org', '15', as('admin'));
	ok_("… $roles{$login}", 'user', 'grant', $login, '--role', $roles{$login}, '--org', $login eq 'bo' ? '1508' : '15', as('admin'));
}
ok_('li everywhere', 'user', 'grant', 'li', '--role', 'maker', as('admin'));
my $json = do { open my $f, '<:encoding(UTF-8)', "$FindBin::Bin/../../data/programmes/condolence-campaign.json" or die; local $/; <$f> };
ok_('a programme', 'programme', 'load', write_file('v1.json', $json), as('li'));
(my $next = $json) =~ s/"version": *1\b/"version": 2/ or die;
$next =~ s/("effective": *\{ *"from": *)"[^"]*"/$1"2025-01-01"/ or die;
$next =~ s/"standard_fen": *20000/"standard_fen": 26000/ or die;
$next =~ s/kit:2024-hw/kit:2025-hw/g or die;
ok_('the next version', 'programme', 'load', write_file('v2.json', $next), as('li'));
ok_('a coat', 'item', 'add', 'coat', '--name', '防寒服', as('li'));
ok_('a kit', 'item', 'add', 'kit:2024-hw', '--name', '2024年礼包', '--unit', 'set', '--parts', 'coat=1', as('li'));
ok_('a cycle', 'cycle', 'create', 'hw-2024', '--name', '2024年环卫工人节慰问', '--programme', 'condolence-campaign', '--org', '15', '--from', '2024-10-01', '--until', '2024-12-01', as('li'));
ok_('a partner', 'partner', 'add', 'zjt', '--name', '甲省住房和城乡建设厅', '--kind', '政府部门', '--org', '15', as('li'));
ok_('a joint body', 'cycle', 'partner-add', 'hw-2024', '--partner', 'zjt', '--role', '联合', as('li'));
my $line = '01990000-0000-7000-8000-000000000001';
ok_('a budget line', 'budget', 'add', '--code', 'kits', '--org', '15', '--cycle', 'hw-2024', '--source', 'OWN', '--amount', '5000', '--words', '慰问品', '--id', $line, as('li'));
ok_('… approved', 'budget', 'approve', $line, as('qian'));
ok_('checked', 'cycle', 'advance', 'hw-2024', '--to', 'checked', as('zhao'));
ok_('approved', 'cycle', 'advance', 'hw-2024', '--to', 'approved', as('qian'));
my $roster = write_file('roster.csv', "姓名,身份证号,班组,类别\n" . join('', map { "合成$_,,一班,环卫工\n" } '甲', '乙', '丙'));
ok_('people', 'people', 'import', $roster, '--org', '1508', as('li'));
ok_('entitled', 'entitle', '--cycle', 'hw-2024', '--org', '1508', as('li'));
my $found = json('people', 'find', '--name', '合成甲', '--data', $data);
my $gone = (ref $found eq 'ARRAY' ? $found : $found->{rows})->[0]{person};
ok_('one leaves', 'people', 'leave', $gone, as('li'));
ok_('one comes', 'people', 'import', write_file('late.csv', "姓名,身份证号,班组,类别\n合成丁,,二班,环卫工\n"), '--org', '1508', as('li'));

my @copy = ('cycle', 'copy', 'hw-2024', 'hw-2025', '--from', '2025-10-01', '--until', '2025-12-01', '--kit', 'kit:2024-hw=kit:2025-hw');
sub row { my ($answer, $fact, $of) = @_; my ($r) = grep { $_->{fact} eq $fact && (!$of || ($_->{of} // $_->{code} // '') eq $of || ($_->{code} // '') eq $of) } @{$answer->{rows}}; return $r // {} }
my $plan = json(@copy, '--dry-run', as('li'));
is($plan->{done}, 'nothing', 'a dry run does nothing');
is(row($plan, 'standard')->{was}, 20000, 'the standard was 200 yuan');
is(row($plan, 'standard')->{now}, 26000, '… and is 260');
is(row($plan, 'version')->{change}, 'changed', 'by another version');
is(row($plan, 'line')->{change}, 'proposed', 'a budget line is a proposal');
is(row($plan, 'person', 'same')->{now}, 2, 'two people are still there');
is(row($plan, 'person', 'left')->{change}, 'gone', 'one has left');
is(row($plan, 'person', 'new')->{now}, 1, 'one is new');
refused('no_such_cycle', '… and wrote nothing', 'cycle', 'show', 'hw-2025', '--data', $data);
refused('not_granted', 'not by a maker of one union below', @copy, as('bo'));
refused('copy_not_later', 'this year comes after last year', 'cycle', 'copy', 'hw-2024', 'hw-2025', '--from', '2024-10-01', '--until', '2025-12-01', as('li'));
refused('copy_kit_unknown', 'a kit that there is not', 'cycle', 'copy', 'hw-2024', 'hw-2025', '--from', '2025-10-01', '--until', '2025-12-01', '--kit', 'kit:x=kit:y', as('li'));
is((songnuan('cycle', 'copy', 'hw-2024', 'hw-2025', '--from', '2025-10-01', '--until', '2025-12-01', '--kit', 'kit:x', as('li')))[0], 2, 'half a pair is wrong usage');
refused('copy_none', 'what was not copied has no changes', 'cycle', 'changes', 'hw-2024', '--data', $data);

my $made = json(@copy, as('li'));
is($made->{done}, 'copied', 'copied');
is($made->{state}, 'draft', '… as a draft');
is($made->{name}, '2025年环卫工人节慰问', '… under this year\'s name');
is(row($made, 'signed')->{change}, 'anew', 'approvals are to be had anew');
is(row($made, 'kit_part')->{change}, 'same', 'the new kit is made of the same');
is(row($made, 'role')->{of}, 'joint', 'the joint body goes on');
is(json(@copy, as('li'))->{done}, 'unchanged', 'the same command again changes nothing');
refused('copy_differs', 'other content is refused', 'cycle', 'copy', 'hw-2024', 'hw-2025', '--from', '2025-10-02', '--until', '2025-12-01', as('li'));
refused('cycle_state', 'nobody is entitled before it is approved', 'entitle', '--cycle', 'hw-2025', '--org', '1508', as('li'));
my $budget = json('budget', 'list', '--org', '15', '--cycle', 'hw-2025', '--data', $data);
is(scalar(@{ref $budget eq 'ARRAY' ? $budget : $budget->{rows}}), 0, 'no budget line counts yet');

my $zh = ok_('told in Chinese', 'cycle', 'changes', 'hw-2025', '--lang', 'zh', '--data', $data);
like($zh, qr/标准.*200\.00.*260\.00.*有变/, '… the standard');
like($zh, qr/采购限额表版本/, '… and papers');
my $list = ok_('person by person', 'cycle', 'changes', 'hw-2025', '--people', '--lang', 'zh', '--data', $data);
like($list, qr/已离开花名册.*否/, '… who left');
like($list, qr/今年新增.*是.*二班/, '… who is new');
unlike($list, qr/合成[甲乙丙丁]/, '… and names are masked');
ok_('as a file', 'cycle', 'changes', 'hw-2025', '--people', '--format', 'xlsx', '-o', scratch() . '/people.xlsx', '--data', $data);
ok(-s scratch() . '/people.xlsx', '… that is there');
ok_('verify', 'verify', '--data', $data);
done_testing();
