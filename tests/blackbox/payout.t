#!/usr/bin/perl
# Bank batches: cards as people have them, a batch with its hands, the bank's file, its answer, and what must not happen.
# Everybody is synthetic (合成数据); the cards begin with 6299, which no bank has.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Digest::SHA;
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

my $data = data_dir();
sub as { return ('--as', $_[0], '--data', $data) }
sub ok_ { my ($what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 0, $what) or diag($err); utf8::decode($out); return $out }
sub refused {
	my ($reason, $what, @words) = @_;
	for my $lang ('zh', 'en') {
		my ($status, $out, $err) = songnuan(@words, '--lang', $lang);
		utf8::decode($err);
		isnt($status, 0, "$what is refused ($lang)");
		like($err, qr/$reason/, "… $reason");
		$lang eq 'zh' ? like($err, qr/\p{Han}/, '… in Chinese') : like($err, qr/^songnuan: .*[a-z]{2,} [a-z]{2,}/, '… in English');
	}
}
# A command that hands rows back: its answer, and that it exits with 4.
sub partly { my ($what, @words) = @_; my ($status, $out) = songnuan(@words, '--format', 'json'); is($status, 4, $what); return JSON::PP::decode_json($out) }
sub slurp { open my $f, '<:encoding(UTF-8)', $_[0] or die "$_[0]: $!"; local $/; my $t = <$f>; $t =~ s/^\x{FEFF}//; return $t }
sub rows { my $answer = json(@_); return ref $answer eq 'HASH' ? $answer->{rows} : $answer }
my $papers = 0;
sub paper { return sprintf '01990000-0000-7000-8000-%012d', ++$papers }
# A number with a right check digit; 18 digits and then some.
sub check_digit { my @d = split //, reverse $_[0]; my $sum = 0; for my $i (0 .. $#d) { my $v = $d[$i]; if ($i % 2) { $v *= 2; $v -= 9 if $v > 9 } $sum += $v } return $sum % 10 == 0 }
sub card { my $body = sprintf '6299%014d', $_[0]; for (0 .. 9) { return "$body$_" if check_digit("$body$_") } }
sub id_number { my $body = sprintf '150802%s%03d', '19700101', $_[0]; my @w = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2); my $s = 0; my @d = split //, $body; $s += $d[$_] * $w[$_] for 0 .. 16; return $body . substr('10X98765432', $s % 11, 1) }

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name\n15,,1,general,甲省总工会\n1508,15,2,general,乙市总工会\n1509,15,2,general,丁市总工会\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
my %roles = (li => 'maker', zhao => 'checker', qian => 'approver', sun => 'cashier', kuai => 'accountant', fa => 'distributor');
for my $login (sort keys %roles) {
	ok_($login, 'user', 'add', $login, '--name', '某', '--org', '15', as('admin'));
	ok_("… $roles{$login}", 'user', 'grant', $login, '--role', $roles{$login}, as('admin'));
}
ok_('matrix', 'fund', 'matrix', "$FindBin::Bin/../../data/funds/matrix.json", as('kuai'));
ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", as('li'));
ok_('a cycle', 'cycle', 'create', 'hw', '--name', '慰问', '--programme', 'condolence-campaign', '--org', '15', '--from', '2024-10-01', '--until', '2024-12-31', as('li'));
ok_('checked', 'cycle', 'advance', 'hw', '--to', 'checked', as('zhao'));
ok_('approved', 'cycle', 'advance', 'hw', '--to', 'approved', as('qian'));
ok_('open', 'cycle', 'advance', 'hw', '--to', 'open', as('li'));
my @names = qw(合甲 合乙 合丙 合丁 合戊 合己);
my $roster = join '', "合成数据,\n姓名,身份证号,班组\n", map { "$names[$_]," . id_number($_ + 1) . ",一班\n" } 0 .. $#names;
ok_('a roster', 'people', 'import', write_file('roster.csv', $roster), '--org', '1508', '--category', '环卫工', as('li'));
ok_('entitled', 'entitle', '--cycle', 'hw', '--org', '1508', as('li'));
my $money = paper();
ok_('money', 'fund', 'receive', '--org', '1508', '--cycle', 'hw', '--source', 'OWN', '--amount', '2000', '--id', $money, as('li'));
ok_('… signed', 'document', 'sign', $money, '--hand', $_->[1], as($_->[0])) for ['zhao', 'checker'], ['qian', 'approver'], ['sun', 'treasurer'];

# ---- cards ----
my @create = ('payout', 'create', '--cycle', 'hw', '--org', '1508');
refused('payout_empty', 'a batch of nobody', @create, as('li'));
my ($full, $spaced) = (card(1), card(2));
$full =~ tr/0-9/０-９/;
$spaced =~ s/(.{4})/$1 /g;
my $cards = write_file('cards.csv', join "\n", '姓名,身份证号码,卡号,开户行,户名,关系',
	"合甲," . id_number(1) . ",$full,示例银行,合甲,",
	"合 乙," . id_number(2) . ",$spaced,示例银行,,",
	"合丙," . id_number(3) . ",1234 5678 9012,示例存折,,",          # a passbook: no check digit
	"合丁," . id_number(4) . ",6.2990E+18,示例银行,,",
	"合戊," . id_number(4) . "," . card(5) . ",示例银行,,",          # rows have shifted
	"合戊," . id_number(5) . "," . substr(card(5), 0, 18) . (substr(card(5), 18, 1) + 1) % 10 . ",示例银行,,",
	"合己," . id_number(6) . "," . card(1) . ",示例银行,合某某,",
	"合己," . id_number(6) . "," . card(1) . ",示例银行,合甲,同事",
	"合戊," . id_number(5) . ",,,,", "");
my $back = scratch() . '/cards-back.xlsx';
my $answer = partly('cards', 'card', 'import', $cards, '--rejects', $back, as('li'));
is_deeply([@{$answer->{rows}}{qw(read taken rejected without_card shared)}], [9, 4, 4, 1, 2], 'what of the list was taken');
is(join(' ', map { $_->{reason} } @{$answer->{rejects}}), 'card_lost_digits card_name_differs card_checksum card_relation', 'what was not, and why') or diag(explain $answer);
ok(-s $back, '… handed back in a file');
unlike(JSON::PP::encode_json($answer), qr/6299\d{6}/, 'no number stands in the answer');
is(partly('the same list', 'card', 'import', $cards, as('li'))->{rows}{unchanged}, 4, '… changes nothing');
refused('not_granted', 'a card set by a checker', 'card', 'set', rows('people', 'find', '--id', id_number(4), '--data', $data)->[0]{person}, '--number', card(4), as('zhao'));
my $list = rows('card', 'list', '--org', '15', '--data', $data);
is(scalar @$list, 4, 'four cards');
is((grep { $_->{name} eq '合**' && $_->{card} =~ /^\*{4}\d{4}$/ } @$list), 4, '… masked');
is(scalar @{rows('card', 'list', '--org', '15', '--shared', '--data', $data)}, 2, 'two people share one');

my $own = rows('card', 'show', rows('people', 'find', '--id', id_number(6), '--data', $data)->[0]{person}, '--data', $data)->[0];
is("$own->{card} $own->{holder} $own->{people}", '****' . substr(card(1), -4) . ' colleague 2', 'one person\'s card, masked, with whose it is');
refused('no_card', 'showing what is not there', 'card', 'show', rows('people', 'find', '--id', id_number(4), '--data', $data)->[0]{person}, '--data', $data);

# ---- a batch ----
my $batch = json(@create, as('li'));
is($batch->{lines}, 4, 'four go into the batch');
is(join(' ', map { $_->{reason} } @{$batch->{left}}), 'no_card no_card', 'two have no card');
my $no = $batch->{batch};
like($no, qr/^1508-\d{8}-1$/, 'a batch has a number');
refused('payout_empty', 'the same people twice', @create, as('li'));
my $file = scratch() . '/bank.csv';
refused('payout_state', 'an export before the approval', 'payout', 'export', $no, '-o', $file, as('sun'));
ok(!-e $file, '… leaves no file');
{
	my (undef, undef, $err) = songnuan('payout', 'export', $no, '-o', $file, as('sun'), '--lang', 'zh');
	utf8::decode($err);
	like($err, qr/已制单.*payout show/, '… and says in words where the batch is and what to do');
}
refused('not_granted', 'approval by the maker', 'payout', 'approve', $no, as('li'));
ok_('the maker is an approver too', 'user', 'grant', 'li', '--role', 'approver', as('admin'));
refused('same_hand', 'approval by the maker', 'payout', 'approve', $no, as('li'));
ok_('approved', 'payout', 'approve', $no, as('qian'));
refused('payout_state', 'an export before the treasurer', 'payout', 'export', $no, '-o', $file, as('sun'));
like(ok_('paid out', 'payout', 'approve', $no, '--hand', 'treasurer', '--lang', 'zh', as('sun')), qr/已批准/, '… approved by three');
refused('payout_file_needed', 'printing whole numbers', 'payout', 'export', $no, as('sun'));
refused('not_granted', 'export by the accountant', 'payout', 'export', $no, '-o', $file, as('kuai'));
my $deliver = write_file('deliver.csv', "发放编号,身份证号,物品,数量,证据,时间\nx1," . id_number(1) . ",现金,200,C,2024-10-26\n");
is(partly('asking for what a batch pays', 'deliver', $deliver, '--cycle', 'hw', '--ask', as('li'))->{rejects}[0]{reason}, 'payout_waiting', '… is refused');
refused('payout_pending', 'closing the cycle', 'cycle', 'advance', 'hw', '--to', 'closed', as('li'));
my $said = ok_('exported', 'payout', 'export', $no, '-o', $file, as('sun'));
is((stat $file)[2] & 0777, 0600, 'nobody else can read the file');
my $sha = Digest::SHA->new(256)->addfile($file, 'b')->hexdigest;
like($said, qr/sha256 $sha/, 'its digest is said');
my @orders = map { [split /,/] } split /\r\n/, slurp($file);
is(join(',', @{$orders[0]}), '序号,收款人户名,收款账号,开户行,金额,附言', 'what the bank asks for');
is(scalar @orders, 5, 'four payments');
my %by_name = map { $_->[1] => $_ } @orders[1 .. 4];
is($by_name{合乙}[2], card(2), 'the whole number');
is($by_name{合丙}[2], '123456789012', 'a passbook');
is(join(' ', sort map { $_->[1] } @orders[1 .. 4]), '合丙 合乙 合甲 合甲', 'the account of another is in his name');
is($orders[1][5], "$no-1", 'the remark names the line');
is($orders[1][4], '200.00', 'in yuan');
refused('payout_exported', 'a second export', 'payout', 'export', $no, '-o', "$file.2.csv", as('sun'));
refused('payout_file_exists', 'an export over the file', 'payout', 'export', $no, '-o', $file, as('sun'));
is(Digest::SHA->new(256)->addfile($file, 'b')->hexdigest, $sha, '… leaves it as it was');
rename $file, "$file.part" or die; # as if the machine had stopped before the file had its name
ok_('an export that broke off at its last step', 'payout', 'export', $no, '-o', $file, as('sun'));
is(-e $file && Digest::SHA->new(256)->addfile($file, 'b')->hexdigest, $sha, '… is finished, and is the same file');
my $acts = rows('payout', 'show', $no, '--acts', '--data', $data);
is(join(' ', map { "$_->{act}:$_->{by}" } @$acts), 'make:li sign:qian sign:sun export:sun', 'who did what');
is($acts->[3]{file_sha256}, $sha, '… with the digest of the file');
refused('payout_state', 'cancelling what the bank has', 'payout', 'cancel', $no, as('li'));
unlike(join('', map { slurp_raw($_) } glob("$data/songnuan.db*")), qr/123456789012/, 'no number stands in the database');
sub slurp_raw { open my $f, '<:raw', $_[0] or return ''; local $/; return scalar <$f> }

# ---- the bank's answer ----
my $return = write_file('return.csv', join "\n", '合成数据,', '附言,收款账号,交易金额,处理状态,失败原因,交易日期,流水号',
	"$orders[1][5],****" . substr($orders[1][2], -4) . ",200.00,交易成功,,,B001",
	"$orders[2][5],$orders[2][2],¥200.00,失败,账户已销户 6222000011112222,,B002",
	"$orders[3][5],$orders[3][2],200.01,成功,,,",
	"$orders[4][5],$orders[4][2],200.00,没影了,,,",
	"1508-20241026-9-1,,200.00,成功,,,",
	"$no-9,,200.00,成功,,,", "共 6 笔,,1000.01,,,,", "");
refused('not_granted', 'a return by the cashier', 'payout', 'return', $no, $return, as('sun'));
$back = scratch() . '/return-back.xlsx';
$answer = partly('the return', 'payout', 'return', $no, $return, '--rejects', $back, as('kuai'));
is_deeply([@{$answer->{rows}}{qw(read paid bounced rejected totals)}], [6, 1, 1, 4, 1], 'what the bank said') or diag(explain $answer);
is(join(' ', map { $_->{reason} } @{$answer->{rejects}}), 'payout_amount payout_result payout_other payout_line_gone', 'what does not fit is handed back, and why');
ok(-s $back, '… in a file');
is($answer->{state}, 'exported', 'two still wait');
$answer = partly('the same file again', 'payout', 'return', $no, $return, as('kuai'));
is_deeply([@{$answer->{rows}}{qw(paid bounced unchanged)}], [0, 0, 2], '… changes nothing');
my $lines = rows('payout', 'show', $no, '--data', $data);
is(join(' ', map { $_->{state} } @$lines), 'paid bounced waiting waiting', 'what became of each');
is($lines->[0]{evidence}, 'bank', 'the evidence is the bank\'s word');
is($lines->[1]{why}, 'closed', 'why it bounced');
is($lines->[1]{words}, '账户已销户 ************2222', '… in the bank\'s words, numbers masked');
my $rest = write_file('rest.csv', join "\n", '序号,账号,金额,结果', "3,$orders[3][2],200,成功", "4,$orders[4][2],200,成功", "4,$orders[4][2],200,失败", "");
is(join(' ', map { $_->{reason} } @{partly('a line twice', 'payout', 'return', $no, $rest, as('kuai'))->{rejects}}), 'payout_twice payout_twice', '… neither is taken');
ok_('by serial, amount and last four', 'payout', 'return', $no, write_file('rest2.csv', "序号,账号,金额,结果\n4,$orders[4][2],200,成功\n"), as('kuai'));
is(rows('payout', 'list', '--org', '15', '--data', $data)->[0]{state}, 'done', 'the batch is done');
like(ok_('in the report', 'report', '--cycle', 'hw', '--org', '1508', '--lang', 'zh', '--data', $data), qr/600\.00/, '… with what was paid');

# ---- paid again ----
my $bounced = (grep { $_->{state} eq 'bounced' } @$lines)[0];
refused('payout_empty', 'the card that the bank sent back', @create, as('li'));
my @who = map { rows('people', 'find', '--id', id_number($_), '--data', $data)->[0]{person} } 1 .. 6;
my %card_of = (1 => card(1), 2 => card(2), 3 => '123456789012', 6 => card(1));
ok_('a new card for whose it is', 'card', 'set', $who[$_ - 1], '--number', card(60 + $_), as('li')) for grep { $orders[2][2] eq $card_of{$_} } sort keys %card_of;
my $again = json(@create, as('li'));
is($again->{lines}, 1, 'who bounced goes into the next batch');
my $no2 = $again->{batch};
like($no2, qr/-2$/, '… the second of the day');
ok_('approved', 'payout', 'approve', $no2, as('qian'));
ok_('treasured', 'payout', 'approve', $no2, '--hand', 'treasurer', as('sun'));
my $xlsx = scratch() . '/bank2.xlsx';
ok_('exported as xlsx', 'payout', 'export', $no2, '-o', $xlsx, as('sun'));
is((stat $xlsx)[2] & 0777, 0600, 'nobody else can read it');
ok_('paid', 'payout', 'return', $no2, write_file('paid2.csv', "附言,金额,结果\n送暖 $no2-1,200.00,成功\n"), as('kuai'));
$answer = partly('a bounced line that the bank now calls paid', 'payout', 'return', $no, write_file('late.csv', "附言,金额,结果\n$no-2,200.00,成功\n"), as('kuai'));
is($answer->{rejects}[0]{reason}, 'payout_line_ended', '… is handed back: nobody is paid twice');
like($answer->{rejects}[0]{value}, qr/^\p{Han}+ \([a-z ]+\)$/, '… with why it bounced in words');
my $delivered = rows('payout', 'show', $no2, '--data', $data)->[0]{delivery};
refused('payout_by_bank', 'a red letter by hand', 'deliver', 'reverse', $delivered, '--cycle', 'hw', '--reason', 'x', as('zhao'));
ok_('sent back', 'payout', 'return', $no2, write_file('back.csv', "附言,金额,结果\n$no2-1,200.00,退汇：账号不存在\n"), as('kuai'));
is(rows('payout', 'show', $no2, '--data', $data)->[0]{state}, 'sent-back', '退汇 takes the payment back');
is(rows('payout', 'show', $no2, '--data', $data)->[0]{words}, '账号不存在', '… for the reason beside it, without the colon');
is(json('payout', 'return', $no2, scratch() . '/paid2.csv', as('kuai'))->{rows}{unchanged}, 1, 'the first file replayed pays nobody');

# ---- a roster whose people have cards is not taken back ----
my $late = json('people', 'import', write_file('late.csv', "姓名,身份证号\n合庚," . id_number(7) . "\n"), '--org', '1509', as('li'))->{batch};
ok_('a card', 'card', 'set', rows('people', 'find', '--id', id_number(7), '--data', $data)->[0]{person}, '--number', card(7), as('li'));
refused('person_in_use', 'taking back a list with cards', 'people', 'undo', $late, as('li'));

# ---- cancelled ----
ok_('cards for the two without', 'card', 'set', $who[$_ - 1], '--number', card($_), as('li')) for 4, 5;
my $third = json(@create, as('li'));
is($third->{lines}, 2, 'those who have a card now');
ok_('cancelled', 'payout', 'cancel', $third->{batch}, as('li'));
is(json(@create, as('li'))->{lines}, 2, 'its people are free for another');
ok_('cancelled too', 'payout', 'cancel', rows('payout', 'list', '--org', '15', '--data', $data)->[0]{batch}, as('li'));

# ---- out of a budget line ----
my $entry = sub {
	my $id = json('budget', @_, '--org', '1508', '--cycle', 'hw', '--words', '慰问金', as('li'))->{entry};
	ok_('approved', 'budget', 'approve', $id, as('qian'));
};
$entry->('add', '--code', 'cash', '--source', 'OWN', '--amount', '399');
$entry->('close-list');
refused('budget_line_missing', 'a batch that names no line of a closed list', @create, as('li'));
refused('budget_short', 'more than the line has', @create, '--budget', 'cash', as('li'));
refused('399\.00', 'with what is left said, it', @create, '--budget', 'cash', as('li'));
$entry->('change', '--code', 'cash', '--raise', '1');
my $of_line = json(@create, '--budget', 'cash', as('li'));
is($of_line->{budget}, 'cash', 'a batch out of a line');
my $used = sub { (grep { $_->{code} eq 'cash' } @{rows('budget', 'list', '--org', '1508', '--cycle', 'hw', '--data', $data)})[0]{used_fen} };
is($used->(), 40000, '… uses it');
ok_('cancelled', 'payout', 'cancel', $of_line->{batch}, as('li'));
is($used->(), 0, '… cancelled, no more');
ok_('verify', 'verify', '--data', $data);
done_testing();
