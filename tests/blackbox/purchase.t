#!/usr/bin/perl
# Money before goods: budget lines, the purchase chain, and what must not happen on the way into the stock.
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
# Refused by this reason, in words of both languages.
sub refused {
	my ($reason, $what, @words) = @_;
	for my $lang ('zh', 'en') {
		my ($status, $out, $err) = songnuan(@words, '--lang', $lang);
		utf8::decode($err);
		is($status, 3, "$what is refused ($lang)");
		like($err, qr/$reason/, "… $reason");
		$lang eq 'zh' ? like($err, qr/\p{Han}/, '… in Chinese') : like($err, qr/^songnuan: .*[a-z]{2,} [a-z]{2,}/, '… in English');
	}
}
sub rows { my $answer = json(@_); return ref $answer eq 'HASH' ? $answer->{rows} : $answer }
my $papers = 0;
sub paper { return sprintf '01990000-0000-7000-8000-%012d', ++$papers }

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name\n15,,1,general,甲省总工会\n1508,15,2,general,乙市总工会\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
my %roles = (li => 'maker', ma => 'maker', zhao => 'checker', qian => 'approver', sun => 'cashier', kuai => 'accountant', zhou => 'keeper', wu => 'keeper');
for my $login (sort keys %roles) {
	ok_($login, 'user', 'add', $login, '--name', '某', '--org', '15', as('admin'));
	ok_("… $roles{$login}", 'user', 'grant', $login, '--role', $roles{$login}, as('admin'));
}
ok_('li accepts too', 'user', 'grant', 'li', '--role', 'keeper', as('admin'));
ok_('matrix', 'fund', 'matrix', "$FindBin::Bin/../../data/funds/matrix.json", as('kuai'));
ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", as('li'));
ok_('a cycle', 'cycle', 'create', 'hw', '--name', '慰问', '--programme', 'condolence-campaign', '--org', '15', '--from', '2024-10-01', '--until', '2024-12-31', as('li'));
ok_('checked', 'cycle', 'advance', 'hw', '--to', 'checked', as('zhao'));
ok_('approved', 'cycle', 'advance', 'hw', '--to', 'approved', as('qian'));
ok_('open', 'cycle', 'advance', 'hw', '--to', 'open', as('li'));
ok_('a coat', 'item', 'add', 'coat', '--name', '防寒服', as('li'));
ok_('a flask', 'item', 'add', 'flask', '--name', '保温杯', as('li'));
ok_("supplier $_", 'partner', 'add', "s$_", '--name', "示例商行$_", '--kind', '企业', '--org', '15', as('li')) for 1 .. 3;
my @where = ('--org', '1508', '--cycle', 'hw');
my $money = paper();
ok_('money', 'fund', 'receive', @where, '--source', 'OWN', '--amount', '5000', '--id', $money, as('li'));
# Four hands from 1,000 yuan, three below.
sub sign { my ($id, @hands) = @_; ok_("signed as $_->[1]", 'document', 'sign', $id, '--hand', $_->[1], as($_->[0])) for @hands, ['qian', 'approver'], ['sun', 'treasurer'] }
sign($money, ['zhao', 'checker']);

my @buy = ('fund', 'purchase', @where, '--source', 'OWN');
sub goods { my ($n, $yuan, $invoice) = @_; return ('--items', "coat=$n\@$yuan", '--total', $yuan, '--invoice', $invoice) }
my ($status, undef, $err) = songnuan(@buy, goods(10, 2000, 'A1'), '--id', paper(), as('li'));
isnt($status, 0, 'goods without a purchase do not enter the stock');

# No thresholds are loaded: the whole chain is asked for.
my $purchase = paper();
my @open = ('purchase', 'open', @where, '--ceiling', '2100', '--words', '防寒服', '--id', $purchase);
refused('purchase_meeting_needed', 'a purchase that no meeting decided', @open, as('li'));
push @open, '--meeting', '纪要 1', '--present', '示例';
ok_('a meeting decided', @open, as('li'));
ok_('said again it is the same', @open, as('li'));
refused('purchase_differs', 'the same id with other words', (map { $_ eq '2100' ? '2200' : $_ } @open), as('li'));
my @contract = ('purchase', 'contract', $purchase, '--number', '合同 1', '--items', 'coat=10@2000', '--total', '2000');
refused('purchase_few_quotes', 'a contract before the quotes', @contract, '--supplier', 's1', as('li'));
ok_("quote $_", 'purchase', 'quote', $purchase, '--supplier', "s$_", '--amount', 1900 + 100 * $_, as('li')) for 1, 2;
refused('purchase_quote_twice', 'a second quote of one supplier', 'purchase', 'quote', $purchase, '--supplier', 's1', '--amount', '1', as('li'));
refused('purchase_few_quotes', 'two quotes', @contract, '--supplier', 's1', as('li'));
my @accept = ('purchase', 'accept', $purchase, '--number', '验收 1');
refused('purchase_order', 'acceptance before the contract', @accept, '--items', 'coat=10', as('zhou'));
ok_('quote 3', 'purchase', 'quote', $purchase, '--supplier', 's3', '--amount', '2200', as('li'));
refused('purchase_why', 'the dearer one without saying why', 'purchase', 'contract', $purchase, '--number', '合同 1', '--items', 'coat=10@2100', '--total', '2100', '--supplier', 's2', as('li'));
refused('purchase_above_ceiling', 'a contract above the ceiling', 'purchase', 'contract', $purchase, '--number', '合同 1', '--items', 'coat=10@2200', '--total', '2200', '--supplier', 's3', '--why', '现货', as('li'));
ok_('the contract', @contract, '--supplier', 's1', as('li'));

refused('purchase_accepts_own', 'who made a step accepts', @accept, '--items', 'coat=10', as('li'));
refused('purchase_not_contracted', 'what the contract does not name', @accept, '--items', 'flask=1', as('zhou'));
refused('purchase_refused_why', 'refused pieces without a word', @accept, '--items', 'coat=8/2', as('zhou'));
ok_('the first counts', @accept, '--items', 'coat=8/2', '--words', '两件开线', as('zhou'));
my @pay = (@buy, '--purchase', $purchase);
refused('not_accepted', 'goods that one has accepted', @pay, goods(8, 1600, 'A1'), '--id', paper(), as('ma'));
refused('purchase_count_differs', 'a second count that differs', @accept, '--items', 'coat=9/1', '--words', '一件开线', as('wu'));
ok_('the second counts', @accept, '--items', 'coat=8/2', '--words', '两件开线', as('wu'));
refused('invoice_above_accepted', 'an invoice above what was accepted', @pay, goods(10, 2000, 'A1'), '--id', paper(), as('ma'));
my $paid = paper();
ok_('part of it is paid', @pay, goods(5, 1000, 'A1'), '--id', $paid, as('ma'));
sign($paid, ['zhao', 'checker']);
refused('invoice_used', 'an invoice number used twice', @pay, goods(3, 600, 'a-1'), '--id', paper(), as('ma'));
refused('invoice_above_accepted', 'the rest and one more', @pay, goods(4, 800, 'A2'), '--id', paper(), as('ma'));
my $rest = paper();
ok_('the rest is paid', @pay, goods(3, 600, 'A2'), '--id', $rest, as('ma'));
sign($rest);
like(ok_('its lots', 'purchase', 'show', $purchase, '--data', $data), qr/纪要 1/, 'a purchase shows its steps');
is((songnuan('verify', '--data', $data))[0], 0, 'everything agrees');

# Budget lines.
my $line = paper();
ok_('a line', 'budget', 'add', '--code', 'b1', '--amount', '500', '--source', 'OWN', @where, '--words', '慰问品', '--roles', 'maker', '--id', $line, as('li'));
refused('same_hand|not_granted', 'its maker does not approve it', 'budget', 'approve', $line, as('li'));
ok_('approved', 'budget', 'approve', $line, as('qian'));
is(rows('budget', 'list', '--org', '1508', '--data', $data)->[0]{left_fen} // -1, 50000, 'all of it is left');
ok_('thresholds', 'purchase', 'rules', write_file('floor.json', '{"schema":1,"version":1,"from":"2014-01-01","source":"test","tiers":[{"from_fen":0,"meeting":false,"quotes":0,"contract":false}]}'), as('kuai'));
my $small = paper();
ok_('a small purchase', 'purchase', 'open', @where, '--ceiling', '900', '--words', '防寒服', '--id', $small, as('li'));
ok_("… accepted by $_", 'purchase', 'accept', $small, '--number', '验收 2', '--items', 'coat=3', as($_)) for qw(zhou wu);
my @from = (@buy, '--purchase', $small, '--budget', 'b1');
refused('budget_short', 'more than the line has', @from, goods(3, 600, 'B1'), '--id', paper(), as('ma'));
refused('budget_gone', 'a line that is not there', @buy, '--purchase', $small, '--budget', 'nothing', goods(1, 200, 'B1'), '--id', paper(), as('ma'));
my $taken = paper();
ok_('within it', @from, goods(2, 400, 'B1'), '--id', $taken, as('ma'));
is(rows('budget', 'list', '--org', '1508', '--data', $data)->[0]{left_fen} // -1, 10000, 'what a draft takes is not left');
ok_('cancelled', 'document', 'cancel', $taken, as('ma'));
is(rows('budget', 'list', '--org', '1508', '--data', $data)->[0]{left_fen} // -1, 50000, 'what is cancelled comes back');
refused('budget_below_used|budget_bad', 'lowering a line below nothing', 'budget', 'change', '--code', 'b1', '--lower', '600', @where, '--words', 'x', '--id', paper(), as('li'));
my $closed = paper();
ok_('a closed list', 'budget', 'close-list', @where, '--words', '全部列支', '--id', $closed, as('li'));
ok_('… approved', 'budget', 'approve', $closed, as('qian'));
refused('budget_line_missing', 'spending that names no line', @buy, '--purchase', $small, goods(1, 200, 'B2'), '--id', paper(), as('ma'));

# Back to the supplier.
my ($bought, $gone, $note) = (paper(), paper(), paper());
ok_('bought', @from, goods(2, 400, 'B1'), '--id', $bought, as('ma'));
sign($bought);
my @back = ('purchase', 'send-back', $small, '--words', '开线');
refused('goods_short', 'more than it brought', @back, '--items', 'coat=3', '--id', paper(), as('zhou'));
refused('not_granted', 'not by a maker', @back, '--items', 'coat=1', '--id', paper(), as('ma'));
ok_('one goes back', @back, '--items', 'coat=1', '--id', $gone, as('zhou'));
refused('same_hand|not_granted', 'not approved by who made it', 'document', 'sign', $gone, '--hand', 'approver', as('zhou'));
ok_('… approved', 'document', 'sign', $gone, '--hand', 'approver', as('qian'));
my @findings = map { $_->{what} } @{rows('purchase', 'findings', '--org', '1508', '--data', $data)};
ok((grep { $_ eq 'sent_back_not_credited' } @findings), 'no money has come for it');
my @credit = ('purchase', 'credit', $small, '--source', 'OWN');
refused('credit_above_sent', 'more than went back', @credit, '--amount', '201', '--note', 'R1', '--id', paper(), as('li'));
refused('invoice_used', 'under a number of its own', @credit, '--amount', '200', '--note', 'B1', '--id', paper(), as('li'));
ok_('a credit note', @credit, '--amount', '200', '--note', 'R1', '--id', $note, as('li'));
sign($note);
is(rows('budget', 'list', '--org', '1508', '--data', $data)->[0]{left_fen} // -1, 30000, 'its budget line has it again');
@findings = map { $_->{what} } @{rows('purchase', 'findings', '--org', '1508', '--data', $data)};
ok(!(grep { $_ eq 'sent_back_not_credited' } @findings), 'nothing is owed');
is((songnuan('verify', '--data', $data))[0], 0, 'everything agrees still');
done_testing();
