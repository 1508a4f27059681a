#!/usr/bin/perl
# Donations from the command line: a purpose that binds, receipts in a row, goods in kind, the remainder.
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
sub list { my $j = json(@_); return ref $j eq 'ARRAY' ? $j : $j->{rows} }
sub whole { open my $f, '<:encoding(UTF-8)', $_[0] or return ''; local $/; return <$f> }

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2015-01-01\n1508,15,2,general,乙市总工会,2015-01-01\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
my %role = (li => 'maker', zhang => 'checker', wang => 'approver', qian => 'cashier', kuai => 'accountant', cang => 'keeper');
for my $login (sort keys %role) {
	ok_("user $login", 'user', 'add', $login, '--name', $login, '--org', '15', as('admin'));
	ok_("$login is $role{$login}", 'user', 'grant', $login, '--role', $role{$login}, as('admin'));
}
my $matrix = write_file('matrix.json', '{"schema":1,"version":1,"from":"2014-01-01","source":"a test","purposes":[{"purpose":"condolence","zh":"慰问","en":"gifts"},{"purpose":"schooling","zh":"子女助学","en":"schooling"}],"rules":[{"source":"DONATION","purpose":"condolence","allowed":true},{"source":"DONATION","purpose":"schooling","allowed":true}]}');
ok_('a matrix', 'fund', 'matrix', $matrix, as('kuai'));
ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", as('li'));
ok_('a cycle', 'cycle', 'create', 'hw', '--name', '环卫工人节', '--programme', 'condolence-campaign', '--org', '15', '--from', '2024-10-01', '--until', '2024-12-01', as('li'));
ok_('a coat', 'item', 'add', 'coat', '--name', '防寒服', as('li'));
ok_('a company', 'partner', 'add', 'gs', '--name', '丙公司 <甲&乙>', '--kind', '企业', '--org', '15', as('li'));
my @fund = ('--org', '15', '--cycle', 'hw');

my $money = '01990000-0000-7000-8000-000000000001';
my @give = ('donation', 'receive', @fund, '--partner', 'gs', '--purpose', 'schooling', '--amount', '500', '--id', $money);
ok_('money is given', @give, as('li'));
ok_('the same again', @give, as('li'));
refused('donation_no_donor', 'nobody gave', 'donation', 'receive', @fund, '--purpose', 'schooling', '--amount', '1', as('li'));
refused('purpose_unknown', 'for what nobody knows', 'donation', 'receive', @fund, '--anonymous', '--purpose', 'fun', '--amount', '1', as('li'));
refused('donation_not_in', 'a receipt too early', 'donation', 'receipt', $money, as('qian'));
ok_('approved', 'document', 'sign', $money, '--hand', 'approver', as('wang'));
ok_('taken in', 'document', 'sign', $money, '--hand', 'treasurer', as('qian'));
my $bound = refused('donation_bound', 'not for another purpose', 'fund', 'allot', @fund, '--source', 'DONATION', '--purpose', 'condolence', '--to', '1508=100', '--count', '1', '--total', '100', '--lang', 'zh', as('li'));
like($bound, qr/500\.00 元/, '… how much is bound');
ok_('for its own', 'fund', 'allot', @fund, '--source', 'DONATION', '--purpose', 'schooling', '--to', '1508=100', '--count', '1', '--total', '100', as('li'));
is(list('donation', 'list', '--data', $data)->[0]{left_fen}, 40000, 'what is left of it');
refused('donation_left', 'more than is left', 'donation', 'return', $money, '--amount', '400.01', as('li'));
ok_('the remainder goes back', 'donation', 'return', $money, '--amount', '400', as('li'));

my $html = scratch() . '/receipt.html';
refused('not_granted', 'a receipt by the maker', 'donation', 'receipt', $money, as('li'));
ok_('a receipt', 'donation', 'receipt', $money, '-o', $html, '--lang', 'zh', as('qian'));
like(whole($html), qr/15-\d{4}-000001/, '… with its number');
like(whole($html), qr/子女助学/, '… the purpose in words');
like(whole($html), qr/&lt;甲&amp;乙&gt;/, '… and a name that cannot become a tag');
like(ok_('in English', 'donation', 'receipt', $money, '--lang', 'en', as('kuai')), qr/receipt number: 15-\d{4}-000001/, '… the same number');
ok_('void', 'donation', 'void', $money, '--why', '抬头写错', as('qian'));
like(ok_('another', 'donation', 'receipt', $money, '--lang', 'en', as('qian')), qr/-000002/, 'a void number is not used again');

my $goods = '01990000-0000-7000-8000-000000000002';
my @kind = ('donation', 'goods', @fund, '--person', '甲某某', '--purpose', 'condolence', '--items', 'coat=10@2000', '--id', $goods);
is((songnuan(@kind, as('li')))[0], 2, 'goods without a basis of their value are wrong usage');
ok_('goods', @kind, '--basis', '发票', as('li'));
ok_('the value is approved', 'document', 'sign', $goods, '--hand', 'approver', as('wang'));
refused('same_hand', 'not the goods too', 'document', 'accept', $goods, as('wang'));
ok_('a keeper accepts', 'document', 'accept', $goods, as('cang'));
my %by = map { $_->{donation} => $_ } @{list('donation', 'list', '--cycle', 'hw', '--data', $data)};
is($by{$goods}{donor}, '甲**', 'a private donor is masked');
is($by{$goods}{left_fen}, 200000, 'all of it is in the stock');
my ($stock) = grep { ($_->{item} // '') eq 'coat' && $_->{class} eq 'stock' } @{list('ledger', 'balance', '--class', 'stock', '--data', $data)};
ok($stock, 'the stock has the coats');
like(ok_('its receipt', 'donation', 'receipt', $goods, '--lang', 'zh', as('qian')), qr/甲某某.*发票/s, 'the receipt names the donor in full, and the basis');
ok_('verify', 'verify', '--data', $data);
done_testing();
