#!/usr/bin/perl
# A month and a year of a union's books, closed by two people from the command line.
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
my %role = (li => 'maker', wang => 'checker', zhao => 'approver', sun => 'accountant');
for my $login (sort keys %role) {
	ok_($login, 'user', 'add', $login, '--name', $login, '--org', '15', as('admin'));
	ok_("$login is $role{$login}", 'user', 'grant', $login, '--role', $role{$login}, as('admin'));
}
ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", as('li'));
ok_('a cycle', 'cycle', 'create', 'hw-2024', '--name', '2024年环卫工人节', '--programme', 'condolence-campaign', '--org', '15', '--from', '2024-10-01', '--until', '2024-12-01', as('li'));
ok_('the next one', 'cycle', 'create', 'hw-2025', '--name', '2025年环卫工人节', '--programme', 'condolence-campaign', '--org', '15', '--from', '2025-10-01', '--until', '2025-12-01', as('li'));
refused('not_granted', 'its maker does not send it back', 'cycle', 'send-back', 'hw-2025', '--why', '日期不符', as('li'));
like(ok_('the checker does', 'cycle', 'send-back', 'hw-2025', '--why', '日期不符', '--lang', 'zh', as('wang')), qr/已退回/, '… and is told so');
refused('cycle_sent_back', 'once', 'cycle', 'send-back', 'hw-2025', '--why', '日期不符', as('wang'));
refused('cycle_sent_back', 'nor is it checked', 'cycle', 'advance', 'hw-2025', '--to', 'checked', as('wang'));
ok_('amended and handed in', 'cycle', 'hand-in', 'hw-2025', '--from', '2025-10-08', as('li'));
my $acts = json('cycle', 'history', 'hw-2025', '--data', $data);
is(join(' ', map { $_->{act} . ($_->{void} ? '-' : '') } @$acts), 'step- send_back hand_in', 'its history');
is($acts->[1]{words}, '日期不符', '… with the reason');

my $id = '019ae1a0-0000-7000-8000-000000000001';
sub receive { my ($id, $day, $amount) = @_; return ('fund', 'receive', '--org', '1508', '--cycle', 'hw-2024', '--source', 'UPPER', '--amount', $amount, '--day', $day, '--words', '拨款', '--id', $id) }
sub sign { my ($id) = @_; ok_('checked', 'document', 'sign', $id, '--hand', 'checker', as('wang')); ok_('approved', 'document', 'sign', $id, '--hand', 'approver', as('zhao')); ok_('paid', 'document', 'sign', $id, '--hand', 'treasurer', as('sun')) }
ok_('money in November', receive($id, '2024-11-20', '5000'), as('li'));
my $told = refused('closing_documents', 'a month with an open document', 'closing', 'month', '2024-11', '--org', '1508', '--lang', 'zh', as('sun'));
like($told, qr/还有 1 份单据没有办完（$id）/, '… which is named');
sign($id);
refused('closing_order', 'December before November', 'closing', 'month', '2024-12', '--org', '1508', as('sun'));
refused('closing_period', 'no such month', 'closing', 'month', '2024-13', '--org', '1508', as('sun'));
refused('not_granted', 'a maker closes nothing', 'closing', 'month', '2024-11', '--org', '1508', as('li'));
refused('closing_none', 'not closed, not confirmed', 'closing', 'month', '2024-11', '--org', '1508', '--confirm', as('zhao'));
like(ok_('closed', 'closing', 'month', '2024-11', '--org', '1508', as('sun')), qr/^2024-11 closed, an approver/, '… as a person writes the month');
my @back = ('closing', 'send-back', '2024-11', '--org', '1508', '--why', '漏记');
refused('not_granted', 'who closed it does not send it back', @back, as('sun'));
like(ok_('the approver does', @back, '--lang', 'zh', as('zhao')), qr/已退回/, '… and is told so');
refused('closing_sent_back', 'once', @back, as('zhao'));
refused('closing_sent_back', 'what was sent back is not confirmed', 'closing', 'month', '2024-11', '--org', '1508', '--confirm', as('zhao'));
ok_('closed anew', 'closing', 'month', '2024-11', '--org', '1508', as('sun'));
like(ok_('confirmed', 'closing', 'month', '2024-11', '--org', '1508', '--confirm', '--lang', 'zh', as('zhao')), qr/^2024年11月 已结账并确认.*增加 5,000\.00 元/, '… and told so');
my $late = '019ae1a0-0000-7000-8000-000000000002';
my $err = refused('period_closed', 'nothing more in November', receive($late, '2024-11-30', '1'), '--lang', 'en', as('li'));
like($err, qr/2024-11.*2024-12-01/, '… the period and the first open day');
like(refused('period_closed', 'in Chinese', receive($late, '2024-11-30', '1'), '--lang', 'zh', as('li')), qr/第一个未结账的日子是 2024-12-01/, '… too');
ok_('December', receive($late, '2024-12-01', '1'), as('li'));
ok_('taken back', 'document', 'cancel', $late, as('li'));
for my $step (['sun'], ['zhao', '--confirm']) {
	my ($who, @more) = @$step;
	ok_("December by $who", 'closing', 'month', '2024-12', '--org', '1508', @more, as($who));
}
$err = refused('closing_remainder', 'the year with a remainder', 'closing', 'year', '2024', '--org', '1508', '--lang', 'zh', as('sun'));
like($err, qr/上级补助.*5,000\.00/, '… whose and how much');
my @carry = ('closing', 'carry', '2024', '--org', '1508', '--source', 'UPPER', '--cycle', 'hw-2024', '--words', '纪要〔2025〕2号');
is((songnuan(@carry, as('li')))[0], 2, 'no decision is wrong usage');
my $paper = '019ae1a0-0000-7000-8000-000000000003';
like(ok_('back to its source', @carry, '--return', '--id', $paper, '--lang', 'en', as('li')), qr/returned to its source: 5,000\.00 yuan, document $paper/, '… told');
refused('carry_decided', 'decided once', @carry, '--keep', as('li'));
ok_('cancelled', 'document', 'cancel', $paper, as('li'));
$paper = '019ae1a0-0000-7000-8000-000000000004';
ok_('to the next cycle', @carry, '--to-cycle', 'hw-2025', '--id', $paper, as('li'));
sign($paper);
my $balances = json('ledger', 'balance', '--org', '1508', '--data', $data);
my ($next) = grep { $_->{class} eq 'fund' && $_->{value_fen} == 500000 } @$balances;
ok($next, 'the money lies in the next cycle\'s fund');
ok_('the year', 'closing', 'year', '2024', '--org', '1508', as('sun'));
ok_('the year, confirmed', 'closing', 'year', '2024', '--org', '1508', '--confirm', as('zhao'));
my $list = json('closing', 'show', '--org', '1508', '--data', $data);
my $shown = ok_('shown to people', 'closing', 'show', '--org', '1508', '--lang', 'zh', '--data', $data);
like($shown, qr/2024年11月.*2024年12月/s, '… by their names');
unlike($shown, qr/202411/, '… and not as numbers');
is(join(' ', map { "$_->{period}:$_->{state}" } @$list), '2024:closed 202411:closed 202412:closed', 'what is closed');
my $rows = json('closing', 'show', '2024-12', '--org', '1508', '--data', $data);
is((grep { $_->{class} eq 'fund' && $_->{opening_fen} == 500000 } @$rows), 1, 'December opens with what November left');
ok_('verify', 'verify', '--data', $data);
done_testing();
