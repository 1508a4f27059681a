#!/usr/bin/perl
# Corrections and what auditors look at: red letters, void entitlements, tokens, decided cases, ended grants; and the
# words that a refusal says, in both languages.
use strict;
use warnings;
use utf8;
use Encode qw(decode);
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

my @where;
sub run { my ($s, @out) = songnuan(@_, @where); return ($s, map { decode('UTF-8', $_) } @out) }
sub as { my $who = shift; return (@_, '--as', $who) }
sub done {
	my ($what, @words) = @_;
	my ($s, $out, $err) = run(@words);
	is($s, 0, $what) or diag($err);
	return $out;
}
# A refusal in both languages: exit status 3, the stable word, the sentence.
sub refused {
	my ($reason, $zh, $en, @words) = @_;
	my ($s, $out, $err) = run(@words, '--lang', 'zh');
	is($s, 3, "$reason is a refusal");
	like($err, qr/\($reason\)|（$reason）/, "… by its word") or diag($err);
	like($err, $zh, '… in Chinese');
	($s, $out, $err) = run(@words, '--lang', 'en');
	like($err, $en, '… in English');
}
my $new = 0;
sub uuid { return sprintf('01a20000-0000-7000-8000-%012x', ++$new) }
sub signed {
	my ($id) = @_;
	done("$_->[0] signs", as($_->[1], 'document', 'sign', $id, '--hand', $_->[0]))
		for ['approver', 'qian'], ['treasurer', 'sun'];
}

sub a_union {
	done('init', 'init');
	my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2020-01-01\n1508,15,2,general,乙市总工会,2020-01-01\n150802,1508,3,general,丙区总工会,2020-01-01\n");
	done('unions', as('admin', 'org', 'import', $unions));
	my %roles = (li => 'maker', zhao => 'checker', qian => 'approver', sun => 'cashier', zhou => 'keeper', wu => 'keeper', feng => 'distributor');
	for my $login (sort keys %roles) {
		done("user $login", as('admin', 'user', 'add', $login, '--name', $login, '--org', '1508'));
		my $out = done("role of $login", as('admin', 'user', 'grant', $login, '--role', $roles{$login}, '--org', '1508'));
		like($out, qr/^\Q$login: $roles{$login}\E\@1508$/, '… and it says what he holds');
	}
	refused('not_granted_to_all', qr/不限工会的“经办 \(maker\)”/, qr/without a union/,
		as('li', 'item', 'add', 'rice', '--name', '大米'));
	done('a role for all', as('admin', 'user', 'grant', 'li', '--role', 'maker'));
	done('a role for all', as('admin', 'user', 'grant', 'zhao', '--role', 'checker'));
	done('a role for all', as('admin', 'user', 'grant', 'qian', '--role', 'approver'));
	done('an accountant', as('admin', 'user', 'add', 'wang', '--name', 'wang', '--org', '15'));
	done('an accountant', as('admin', 'user', 'grant', 'wang', '--role', 'accountant'));
	done('programme', as('li', 'programme', 'load', 'data/programmes/condolence-campaign.json'));
	done('matrix', as('wang', 'fund', 'matrix', 'data/funds/matrix.json'));
	done('kit', as('li', 'item', 'add', 'kit:2024-hw', '--name', '慰问礼包', '--unit', 'set'));
	done('cycle', as('li', 'cycle', 'create', 'hw', '--programme', 'condolence-campaign', '--org', '15', '--name', '慰问', '--from', '2024-10-01', '--until', '2024-12-31'));
	done('checked', as('zhao', 'cycle', 'advance', 'hw', '--to', 'checked'));
	done('approved', as('qian', 'cycle', 'advance', 'hw', '--to', 'approved'));
	done('open', as('li', 'cycle', 'advance', 'hw', '--to', 'open'));
}

sub the_corrections {
	a_union();
	my $like = done('programmes in Chinese', 'programme', 'list', '--lang', 'zh');
	like($like, qr/公开报道/, 'the source of a programme is told in Chinese');
	my $roster = write_file('roster.csv', "姓名,身份证号,类别\n张三,11010519491231002X,环卫工\n李四,440524188001010014,环卫工\n");
	my ($s, $out, $err) = run(as('li', 'people', 'import', $roster, '--org', '150802'));
	my %person;
	for my $id ('11010519491231002X', '440524188001010014') {
		$person{$id} = json('people', 'find', '--id', $id, @where)->[0]{person};
		ok($person{$id}, 'a person is on the roster');
	}
	my ($zhang, $lisi) = @person{'11010519491231002X', '440524188001010014'};
	done('entitled', as('li', 'entitle', '--cycle', 'hw', '--org', '1508'));

	# Money and goods.
	my ($received, $bought) = (uuid(), uuid());
	$out = done('received', as('li', 'fund', 'receive', '--org', '1508', '--source', 'OWN', '--amount', '1000', '--cycle', 'hw', '--id', $received, '--lang', 'zh'));
	unlike($out, qr/待审核，/, 'a document that waits for several hands does not say "to be checked" as its state');
	like($out, qr/已填单，待：审核、批准、支付/, '… but for whom it waits');
	done('checker signs', as('zhao', 'document', 'sign', $received, '--hand', 'checker'));
	signed($received);
	my $purchase = uuid();
	my $floor = write_file('floor.json', '{"schema":1,"version":1,"from":"2014-01-01","source":"test","tiers":[{"from_fen":0,"meeting":false,"quotes":0,"contract":false}]}');
	done('thresholds', as('wang', 'purchase', 'rules', $floor));
	done('a purchase', as('li', 'purchase', 'open', '--org', '1508', '--cycle', 'hw', '--ceiling', '800', '--words', '礼包', '--id', $purchase));
	done("accepted by $_", as($_, 'purchase', 'accept', $purchase, '--number', '1', '--items', 'kit:2024-hw=4')) for qw(zhou wu);
	done('bought', as('li', 'fund', 'purchase', '--purchase', $purchase, '--org', '1508', '--source', 'OWN', '--items', 'kit:2024-hw=4@800', '--invoice', 'A1', '--total', '800', '--cycle', 'hw', '--id', $bought));
	refused('document_not_done', qr/document cancel/, qr/document cancel/, as('qian', 'document', 'reverse', $bought, '--reason', 'x'));
	signed($bought);
	refused('goods_short', qr/慰问礼包 \(kit:2024-hw\) 可用的只有 4/, qr/of 慰问礼包 \(kit:2024-hw\) only 4/,
		as('zhou', 'stock', 'issue', '--org', '1508', '--to', 'feng', '--items', 'kit:2024-hw=5', '--cycle', 'hw'));
	my $issued = uuid();
	done('issued', as('zhou', 'stock', 'issue', '--org', '1508', '--to', 'feng', '--items', 'kit:2024-hw=3', '--cycle', 'hw', '--id', $issued));
	done('accepted', as('feng', 'document', 'accept', $issued));
	refused('goods_short', qr/./, qr/./, as('qian', 'document', 'reverse', $bought, '--reason', '录错'));

	# Tokens: only into a file, told once; evidence A by one of them.
	refused('missing_field', qr/“-o（输出文件）”/, qr/output is missing/, as('li', 'entitle', 'tokens', '--cycle', 'hw', '--org', '1508'));
	my $file = scratch() . '/tokens.csv';
	($s, $out, $err) = run(as('li', 'entitle', 'tokens', '--cycle', 'hw', '--org', '1508', '-o', $file));
	is($s, 0, 'tokens are told') or diag($err);
	like($err, qr/2 tokens/, '… one a person');
	is((stat $file)[2] & 0777, 0600, '… into a file of his alone');
	open my $f, '<:encoding(UTF-8)', $file or die;
	my %token = map { /,([^,]+),[^,]+,([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\r?$/ ? ($1 => $2) : () } <$f>;
	close $f;
	is(join(',', sort keys %token), join(',', sort '张三', '李四'), '… with the names that the letters need');
	($s, $out, $err) = run(as('li', 'entitle', 'tokens', '--cycle', 'hw', '--org', '1508', '-o', $file));
	like($err, qr/0 tokens/, 'a token is told once');
	my $hand = write_file('a.csv', "delivery_id,id_number,item,quantity,level,at,by,token\n1,11010519491231002X,kit:2024-hw,1,A,2024-10-26T09:00:00+08:00,feng,$token{'张三'}\n");
	like(done('evidence A', as('feng', 'deliver', $hand, '--cycle', 'hw')), qr/handed over 1/, 'the recipient\'s own token proves the hand-over');
	($s, $out, $err) = run(as('li', 'entitle', 'tokens', '--cycle', 'hw', '--org', '1508', '--again', '-o', $file));
	like($err, qr/1 token/, 'lost letters: who has had the gift needs none');

	# A second gift: a case; asked for, a refusal that names the day.
	my $second = write_file('b.csv', "delivery_id,id_number,item,quantity,level,at,by\n2,11010519491231002X,kit:2024-hw,1,C,2024-10-27T09:00:00+08:00,feng\n");
	my $r = json(as('feng', 'deliver', $second, '--cycle', 'hw', '--ask'), @where);
	like($r->{rejects}[0]{message}, qr/on 2024-10-26, /, 'the day of the first gift reads as a day');
	done('the second happened', as('feng', 'deliver', $second, '--cycle', 'hw'));
	my $cases = json('case', 'list', '--cycle', 'hw', @where);
	is(scalar @$cases, 1, 'one case');
	refused('no_such_case', qr/case list/, qr/case list/, as('zhao', 'case', 'close', uuid(), '--cycle', 'hw', '--reason', 'x'));
	refused('not_granted', qr/审核/, qr/checker/, as('feng', 'case', 'close', $cases->[0]{case}, '--cycle', 'hw', '--reason', 'x'));
	like(done('a case is decided', as('zhao', 'case', 'close', $cases->[0]{case}, '--cycle', 'hw', '--reason', '家中二人，不追回')), qr/over-issue/, '… and says where the goods stay');
	ok(!json('case', 'list', '--cycle', 'hw', @where)->[0]{open}, 'it is not open any more');
	is((run('verify'))[0], 0, 'and everything still agrees');

	# Red letters on hand-overs.
	refused('not_granted', qr/审核/, qr/checker/, as('feng', 'deliver', 'reverse', '1', '--cycle', 'hw', '--reason', '发错人'));
	refused('no_such_delivery', qr/没有这条发放记录/, qr/no such delivery/, as('zhao', 'deliver', 'reverse', '99', '--cycle', 'hw', '--reason', 'x'));
	my $act = uuid();
	done('the first is taken back', as('zhao', 'deliver', 'reverse', '1', '--cycle', 'hw', '--reason', '发错人', '--id', $act));
	done('the same act again', as('zhao', 'deliver', 'reverse', '1', '--cycle', 'hw', '--reason', '发错人', '--id', $act));
	refused('delivery_reversed', qr/已经红字更正过/, qr/taken back already/, as('zhao', 'deliver', 'reverse', '1', '--cycle', 'hw', '--reason', '发错人'));
	is((run('verify'))[0], 0, 'the double is the gift now, and everything agrees');
	($s, $out, $err) = run(as('feng', 'deliver', $second, '--cycle', 'hw'));
	like($out, qr/there already 1/, '… its record is there as it was');

	# A right that is taken back.
	refused('given_already', qr/已经领过/, qr/2024-10-27/, as('zhao', 'entitle', 'void', $zhang, '--cycle', 'hw', '--reason', 'x'));
	refused('no_such_person', qr/没有这个人/, qr/no such person/, as('zhao', 'entitle', 'void', uuid(), '--cycle', 'hw', '--reason', 'x'));
	done('an entitlement is void', as('zhao', 'entitle', 'void', $lisi, '--cycle', 'hw', '--reason', '已离岗'));
	refused('same_person', qr/已经是同一个人/, qr/one person already/, as('li', 'people', 'merge', $lisi, '--into', $lisi));
	like(done('who left', as('li', 'people', 'leave', $lisi)), qr/李\*+/, '… is named masked');
	ok(json('people', 'find', '--id', '440524188001010014', @where)->[0]{left}, '… and is found as one who left');

	# Two records of one person.
	my $twins = write_file('twins.csv', "姓名,身份证号,班组,类别\n赵六,,一班,环卫工\n赵六,,二班,环卫工\n");
	done('two records', as('li', 'people', 'import', $twins, '--org', '150802'));
	my ($one, $two) = map { $_->{person} } @{json('people', 'find', '--name', '赵六', '--org', '150802', @where)};
	like(done('are one', as('li', 'people', 'merge', $two, '--into', $one)), qr/赵\*/, '… on the record that stays');
	is(scalar @{json('people', 'find', '--name', '赵六', '--org', '150802', @where)}, 1, 'one is left');

	# Red letters on documents; the auditors' list.
	my $error = uuid();
	done('money by mistake', as('li', 'fund', 'receive', '--org', '1508', '--source', 'OWN', '--amount', '500', '--cycle', 'hw', '--id', $error));
	signed($error);
	refused('not_granted', qr/批准/, qr/approver/, as('li', 'document', 'reverse', $error, '--reason', '金额录错'));
	like(done('taken back', as('qian', 'document', 'reverse', $error, '--reason', '金额录错')), qr/taken back/, '… and says so');
	refused('reversed_already', qr/红字更正过/, qr/reversed already/, as('qian', 'document', 'reverse', $error, '--reason', '金额录错'));
	my ($fund) = grep { $_->{class} eq 'fund' } @{json('ledger', 'balance', '--org', '1508', '--cycle', 'hw', @where)};
	is($fund->{value_fen}, 20000, 'the fund is as before');
	done('fewer hands', as('admin', 'user', 'policy', '--org', '1508', '--from', '0', '--hands', '2', '--source', '会议纪要3号'));
	my $small = uuid();
	done('two hands', as('li', 'fund', 'receive', '--org', '1508', '--source', 'OWN', '--amount', '2000', '--cycle', 'hw', '--id', $small));
	done('two hands', as('qian', 'document', 'sign', $small, '--hand', 'approver'));
	my %found = map { $_->{document} . ' ' . $_->{exception} => $_->{detail} } @{json('document', 'exceptions', '--cycle', 'hw', '--lang', 'zh', @where)};
	is($found{"$error reversed"}, '金额录错', 'auditors see what was taken back and why');
	like($found{"$small fewer_hands"}, qr/会议纪要3号/, '… and fewer hands than recommended, with the decision');
	like(done('for people', 'document', 'exceptions', '--org', '1508', '--lang', 'zh'), qr/经手人少于建议/, '… in words');

	# A role that ends.
	refused('no_such_grant', qr/没有这项授权/, qr/no such grant/, as('admin', 'user', 'revoke', 'feng', '--role', 'maker', '--org', '1508'));
	like(done('a role ends', as('admin', 'user', 'revoke', 'feng', '--role', 'distributor', '--org', '1508')), qr/no role/, '… and it says what is left');
	like(done('a user is closed', as('admin', 'user', 'close', 'feng')), qr/feng: closed/, '… and it says so');

	# Figures in yuan.
	my $figures = write_file('yuan.csv', "org_code,scope,recipients,amount_yuan,amount_is,amount_meaning\n150802,own,3,\"1,234.50\",more_than,given\n");
	done('reported in yuan', as('li', 'reported', 'import', $figures, '--cycle', 'hw'));
	is(json('report', '--cycle', 'hw', @where)->{total}{amount_fen}{value}, 143450, 'the amount to the fen, and what the union above it gave by name');
	like(done('its row', 'report', '--cycle', 'hw', '--rows', '--lang', 'zh'), qr/余/, '余, as the source says it');
	my $both = write_file('both.csv', "org_code,scope,recipients,amount_yuan,amount_fen\n1508,own,3,1,100\n");
	$r = json(as('li', 'reported', 'import', $both, '--cycle', 'hw'), @where);
	is($r->{rejects}[0]{reason}, 'amount_twice', 'an amount in both columns is refused');
	my $none = write_file('none.csv', "org_code,scope,recipients\n1508,own,3\n");
	refused('no_header', qr/amount_yuan/, qr/amount_yuan/, as('li', 'reported', 'import', $none, '--cycle', 'hw'));
	like(done('stated', as('li', 'reported', 'state', '--cycle', 'hw', '--org', '15', '--people', '4', '--people-is', 'about', '--lang', 'zh')), qr/近 4 人/, 'a statement is answered');
	$out = done('verify', 'verify');
	unlike($out, qr/expected/, 'verify prints no empty table');
}

my $data = data_dir();
@where = ('--data', $data);
subtest 'on SQLite' => \&the_corrections;
SKIP: {
	my $server = postgres_database() or skip 'PostgreSQL: no server (SONGNUAN_TEST_PG)', 1;
	my $keys = data_dir();
	mkdir $keys or die;
	@where = ('--data', $server, '--keys', "$keys/root.key");
	subtest 'on PostgreSQL' => \&the_corrections;
}
done_testing();
