#!/usr/bin/perl
# The main job on real input: the demo, then its report, trial balance and recount as answers of the program.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Run;

# Each figure stands there with the words it was printed with, and how exact it is.
sub the_seed_in_its_own_words {
	my ($out) = @_;
	my @said = (
		['over 42,000,000.00', '自2015年以来至今已投入4200万余元'],
		['about 3000',         '共建工会驿站近3000家'],
		['over 2600',          '每年为2600余人次环卫工人提供免费洗头理发'],
		['49',                 '推动49户环卫职工家庭纳入全国和自治区帮扶系统'],
		['32',                 '为32人提供医疗互助报销'],
		['145',                '组织145名环卫工人参加免费体检'],
		['39',                 '39名一线职工开展疗休养活动6天'],
		['over 40',            '在乌兰察布市凉城县组织40余名一线环卫工人开展为期2天的疗休养活动'],
		['over 70',            '突泉县总工会组织70余名一线环卫工人和农牧民工到明星湖景区'],
		['about 100',          '近百人同台竞技'],
	);
	like($out, qr/ \Q$_->[0]\E +\Q$_->[1]\E/, "$_->[0], as it was printed") for @said;
	like($out, qr/people met: over 400\n.*慰问城市清洁一线环卫工人400多名/, 'a visit is told in the words of the press');
	like($out, qr/read 28 · handed over 28 /, 'a foreman confirms twenty-eight of his thirty');
	my @missing = $out =~ /^150300-E03 +第\d+班 .*$/mg;
	is(scalar @missing, 4, 'three are missing, then one');
	like($missing[3], qr/gift +0 +1 +0 +0$/, '… who declined');
	like($out, qr/C  500 portions, 280 person-times, person-times not known of 1/, 'porridge by the bowl, apart from people');
	like($out, qr/refused: .*\(period_closed\)/, 'a closed month stays closed');
}

sub the_2024_case {
	my ($engine, $input, @where) = @_;
	my ($status, $out, $err) = songnuan('demo', @where, '--lang', 'en');
	is($status, 0, 'the demo runs through') or diag($err);
	like($out, qr/\$ songnuan deliver \S+ --cycle hw-2024/, 'it shows the commands themselves');
	like($out, qr/made: /, 'it says where the key file is');
	the_seed_in_its_own_words($out);
	like($out, qr/\$ songnuan cycle copy hw-2024 hw-2025/, 'it looks at the next year');
	like($out, qr/\$ songnuan verify\n.*\d/, '… and shows the check at its end');

	my $r = json('report', '--cycle', 'hw-2024', '--depth', '2', @where);
	my %row = map { $_->{org} => $_ } @{$r->{rows}};
	my $total = $r->{total};
	is($r->{cycle}, 'hw-2024', 'the cycle by its code');
	is($r->{as_of}, '2024-12-31', 'on the tree of its last day');
	is($total->{recipients}{value}, 16066, 'the region: 16,066 people');
	is($total->{recipients}{is}, 'more_than', '… and more: the weakest part decides');
	is($total->{recipients}{unknown_parts}, 0, 'every union that reported named its people');
	is($total->{amount_fen}{value}, 285260000, '2,852,600.00 yuan');
	is($total->{amount_fen}{is}, 'more_than', '… and more');
	is($total->{amount_fen}{unknown_parts}, 4, 'four reported no amount: unknown, not zero');
	is($total->{meaning}, 'mixed', 'part of it was given, part raised');
	is($total->{given_fen}{value}, 126080000, 'given apart');
	is($total->{raised_fen}{value}, 159180000, 'raised apart');
	is($total->{named}{B} + $total->{named}{C}, 4686, '2,389 + 2,297 people by name are coverage, not an addition');

	is($row{150800}{recipients}{value}, 2389, 'Bayannur 2,389');
	is($row{150800}{recipients}{is}, 'more_than', '… 余');
	is($row{150800}{amount_fen}{value}, 47780000, '477,800.00 yuan');
	is($row{150800}{named}{value_fen}, 47780000, 'handed over by name to the fen');
	is($row{150800}{coverage}{named}, 2389, 'all of them by name');
	is($row{150300}{recipients}{value}, 2297, 'Wuhai 2,297');
	is($row{150300}{named}{value_fen}, 45940000, '459,400.00 yuan by name');
	is($row{150304}{recipients}{value}, 615, 'Wuda 615');
	ok($row{150304}{detail}, '… lies inside Wuhai and is detail');
	ok(!$row{150300}{detail}, 'Wuhai itself is not');
	ok(!exists $row{150100}, 'who said nothing is no row');
	my %silent = map { $_->{org} => 1 } @{$r->{silent}};
	ok($silent{$_}, "$_ is listed as silent") for qw(150100 150200 152200 152900);
	ok(!$silent{150102}, 'the counties of a silent league are not listed again');
	is($r->{stated}{recipients}{value}, 47000, 'the statement from above stands beside it');
	is($r->{stated}{recipients}{is}, 'about', '近');
	is($r->{stated}{amount_fen}{value}, 920000000, '9,200,000.00');
	my %found = map { $_->{what} => $_ } @{$r->{findings}};
	is($found{stated_people_differ}{difference}, 30934, 'the unexplained difference is named');
	is(scalar @{$r->{findings}}, 2, 'and there is no other contradiction');

	my $wuda = json('report', '--cycle', 'hw-2024', '--org', '150304', '--depth', '0', @where)->{total};
	is($wuda->{amount_fen}{value}, 6000000, 'Wuda alone: 60,000 and more');
	is($wuda->{amount_fen}{is}, 'more_than', 'as it said');

	my $rows = json('report', '--cycle', 'hw-2024', '--org', '150300', '--rows', @where);
	is(scalar @$rows, 2, 'behind Wuhai stand two reported rows');
	like(join(' ', map { $_->{words} } @$rows), qr/45\.94/, 'in their own words');

	($status, $out) = songnuan('ledger', 'trial', @where);
	is($status, 0, 'the trial balance is zero');
	like($out, qr/balanced/, 'and says so');
	($status, $out, $err) = songnuan('verify', @where);
	is($status, 0, 'everything recomputed agrees') or diag($out, $err);

	# The same files again change nothing.
	my $balance = json('ledger', 'balance', @where);
	($status, $out) = songnuan('deliver', "$input/deliveries-150300-E03.csv", '--cycle', 'hw-2024', '--as', 'f-150304', @where);
	is($status, 0, 'the same delivery file again is taken');
	like($out, qr/there already 585/, '… and every row is there already');
	($status, $out) = songnuan('reported', 'import', "$input/campaign-2024.csv", '--cycle', 'hw-2024', '--as', 'r-maker', @where);
	like($out, qr/unchanged 13/, 'the same figures again change nothing');
	my $import = json('people', 'import', "$input/roster-150300-E03.csv", '--org', '150300-E03', '--category', '环卫工', '--as', 'w-maker', @where);
	is($import->{rows}{unchanged}, 616, 'the same roster again changes nothing');
	is($import->{batch}, undef, 'and makes no batch');
	is_deeply(json('ledger', 'balance', @where), $balance, 'no balance moved');

	# A correction is a new row that takes the old one's place.
	my $corrected = write_file('corrected.csv', "org_code,scope,recipients,recipients_is,amount_fen,amount_is,amount_meaning,note\n150926,own,52,exact,1040000,exact,given,更正\n");
	($status, $out) = songnuan('reported', 'import', $corrected, '--cycle', 'hw-2024', '--as', 'r-maker', @where);
	like($out, qr/corrected 1/, 'a correction is taken as one');
	is(json('report', '--cycle', 'hw-2024', @where)->{total}{recipients}{value}, 16068, 'and moves the total');

	# Somebody edits the database behind the program's back.
	SKIP: {
		skip 'a server\'s files are not edited', 2 if $engine ne 'SQLite';
		skip 'python3 is not there to edit the file', 2 unless -x '/usr/bin/python3';
		system('/usr/bin/python3', '-c', "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]+'/songnuan.db'); c.execute('UPDATE account SET value_fen = value_fen + 1 WHERE class = 1 AND value_fen > 0'); c.commit()", $input . '/..') == 0 or die;
		($status, $out) = songnuan('verify', @where);
		is($status, 1, 'an edited balance is found');
		like($out, qr/balance/, '… and named');
	}
}

my $data = data_dir();
subtest 'on SQLite' => sub { the_2024_case('SQLite', "$data/input", '--data', $data) };
SKIP: {
	my $server = postgres_database() or skip 'PostgreSQL: no server (SONGNUAN_TEST_PG)', 1;
	my $keys = data_dir();
	mkdir $keys or die;
	subtest 'on PostgreSQL' => sub { the_2024_case('PostgreSQL', "$keys/input", '--data', $server, '--keys', "$keys/root.key") };
}
done_testing();
