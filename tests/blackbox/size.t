#!/usr/bin/perl
# Sizes: a sheet out and back, totals with who is missing, orders and late orders, hand-over and exchange.
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
sub done { my ($what, @words) = @_; my ($s, $out, $err) = run(@words); is($s, 0, $what) or diag($err); return $out }
# A refusal in both languages: exit status 3, the stable word, the sentence.
sub refused {
	my ($reason, $zh, @words) = @_;
	my ($s, $out, $err) = run(@words, '--lang', 'zh');
	is($s, 3, "$reason is a refusal");
	like($err, qr/\Q$reason\E/, '… by its word') or diag($err);
	like($err, $zh, '… in Chinese');
	($s, $out, $err) = run(@words, '--lang', 'en');
	like($err, qr/^songnuan: .*[a-z]{2,} [a-z]{2,}/, '… in English');
}
my $new = 0;
sub uuid { return sprintf('01a20000-0000-7000-8000-%012x', ++$new) }
sub rows { my $j = json(@_, @where); return ref $j eq 'ARRAY' ? $j : $j->{rows} }
my %id = (zhang => '11010519491231002X', li => '440524188001010014');
my @scope = ('--cycle', 'hw', '--org', '1508');

sub a_union {
	done('init', 'init');
	my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2020-01-01\n1508,15,2,general,乙市总工会,2020-01-01\n1509,15,2,general,丁市总工会,2020-01-01\n");
	done('unions', as('admin', 'org', 'import', $unions));
	my %roles = (li => 'maker', zhao => 'checker', qian => 'approver', zhou => 'keeper', feng => 'distributor', wu => 'keeper');
	for my $login (sort keys %roles) {
		done("user $login", as('admin', 'user', 'add', $login, '--name', $login, '--org', '1508'));
		done("role of $login", as('admin', 'user', 'grant', $login, '--role', $roles{$login}, '--org', '1508'));
	}
	done('a role for all', as('admin', 'user', 'grant', $_->[0], '--role', $_->[1])) for ['li', 'maker'], ['zhao', 'checker'], ['qian', 'approver'];
	my $programme = write_file('coats.json', '{"schema":1,"code":"coats","version":1,"name":{"zh":"定制棉服","en":"Coats"},"kind":"campaign","effective":{"from":"2024-01-01","until":null},"source":"a test","eligibility":{"categories":["环卫工"],"rules":[]},"benefits":[{"code":"coat","items":["coat"],"quantity":1,"standard_fen":30000,"source":"a test"}],"caps":[],"sources":[]}');
	done('programme', as('li', 'programme', 'load', $programme));
	done('cycle', as('li', 'cycle', 'create', 'hw', '--programme', 'coats', '--org', '15', '--name', '定制棉服', '--from', '2024-10-01', '--until', '2024-12-31'));
	done('checked', as('zhao', 'cycle', 'advance', 'hw', '--to', 'checked'));
	done('approved', as('qian', 'cycle', 'advance', 'hw', '--to', 'approved'));
	done('open', as('li', 'cycle', 'advance', 'hw', '--to', 'open'));
	refused('size_none', qr/分尺码的物品/, 'size', 'total', @scope);
	done("a coat in $_", as('li', 'item', 'add', "coat/$_", '--name', "棉服 $_", '--size', $_)) for qw(S M L XL);
	my $roster = write_file('roster.csv', "姓名,身份证号,类别,班组,岗位,尺码\n张三,$id{zhang},环卫工,一班,保洁,l\n李四,$id{li},环卫工,一班,机扫,\n王五,,环卫工,二班,保洁,M\n王五,,环卫工,三班,保洁,\n");
	done('a roster', as('li', 'people', 'import', $roster, '--org', '1508'));
	refused('size_not_entitled', qr/名额/, as('li', 'size', 'sheet', @scope));
	done('entitled', as('li', 'entitle', '--cycle', 'hw', '--org', '1508'));
}

sub a_sheet {
	my ($s, $out, $err) = run('size', 'sheet', @scope);
	isnt($s, 0, 'whole names are not for everybody');
	my $csv = done('a sheet', as('li', 'size', 'sheet', @scope, '--format', 'csv', '--lang', 'zh'));
	like($csv, qr/序号,工会代码,班组,姓名,证件后四位,岗位,上次尺码,尺码,备注（尺码可填：S、M、L、XL）/, '… names the sizes');
	like($csv, qr/1508,一班,张三,002X,保洁,l,,/, '… with the last four and the last size, and the size left empty');
	is(scalar @{rows('size', 'sheet', @scope, '--team', '二班', '--as', 'li')}, 1, 'of one team');
	my $book = scratch() . '/sheet.xlsx';
	like(done('a workbook', as('li', 'size', 'sheet', @scope, '-o', $book, '--lang', 'zh')), qr/4 人，3 个班组/, '… a sheet a team');
	# Filled in, with what people really write.
	$csv =~ s/(1508,一班,张三,002X,保洁,l),,/$1,大号,/;
	$csv =~ s/(1508,二班,王五,[^,]*,保洁,M),,/$1,ｘｌ,/;
	my $filled = write_file('filled.csv', $csv);
	my $answer = json(as('li', 'size', 'import', $filled, @scope), @where);
	is_deeply([@{$answer->{rows}}{qw(read taken blank rejected)}], [4, 2, 2, 0], 'taken back, two left blank');
	$answer = json(as('li', 'size', 'import', $filled, @scope), @where);
	is_deeply([@{$answer->{rows}}{qw(taken changed unchanged)}], [0, 0, 2], 'the same sheet again changes nothing');
	$answer = json(as('li', 'size', 'import', $book, @scope), @where);
	is_deeply([@{$answer->{rows}}{qw(read blank)}], [4, 4], 'the workbook is read too, all of its sheets');
}

sub rejects {
	my $file = write_file('bad.csv', "尺码登记\n姓名,班组,身份证号,型号\n李四,一班,,5XL\n王五,,,L\n某某,一班,,L\n张三,一班,$id{zhang},$id{zhang}\n李四,一班,440***********0014,L\n");
	my $back = scratch() . '/back.xlsx';
	my ($s, $out, $err) = run(as('li', 'size', 'import', $file, @scope, '--rejects', $back, '--lang', 'zh'));
	is($s, 4, 'partly taken');
	like($out, qr/登记 1 .*退回 4/, '… a masked number says its last four');
	like($out, qr/第 3 行  没有这个尺码；可用的尺码：S、M、L、XL（size_unknown）/, '… with the row and what there is');
	like($out, qr/第 4 行  有 2 个人都可能是这一行/, '… one of two');
	ok(-s $back, '… and a file to be corrected');
	my $answer = json(as('li', 'size', 'import', $file, @scope), @where);
	my %by = map { $_->{row} => $_ } @{$answer->{rejects}};
	is($by{3}{value}, '5XL', 'the value that was refused');
	is($by{3}{column}, 'size', '… and its column');
	is($by{6}{value}, '110105************', '… but no ID number');
	is($answer->{sizes}, 'S、M、L、XL', 'the sizes that there are');
	unlike($out, qr/$id{zhang}/, 'nor in the words');
}

sub totals {
	my $list = rows('size', 'total', @scope, '--reserve', '10%');
	my %by = map { $_->{size} // 'missing' => $_ } @$list;
	is($by{L}{pieces}, 2, 'two L');
	is($by{L}{total}, 3, '… and a reserve');
	is($by{S}{total}, 0, 'no reserve of what nobody wears');
	is($by{missing}{people}, 1, 'who is missing is told');
	is($by{missing}{pieces}, undef, '… as unknown, not zero');
	is($by{L}{stock}, undef, 'what lies nowhere is unknown');
	like(done('in words', 'size', 'total', @scope, '--lang', 'zh'), qr/应领 4 人，已登记 3 人，未登记 1 人（尺码不知道，不算作零）/, '… in words');
	my $teams = rows('size', 'total', @scope, '--by-team');
	is(scalar @$teams, 3, 'a row a team');
	is_deeply([map { $_->{L} } @$teams], [2, 0, 0], '… with its sizes');
	like(done('missing', 'size', 'missing', @scope, '--lang', 'zh'), qr/1508 三班（1 人）：王\*\*/, 'who is missing, to be copied');
	like(done('whole names', as('li', 'size', 'missing', @scope, '--names', '--lang', 'zh')), qr/王五/, '… whole for who collects');
	refused('size_reserve', qr/百分比/, 'size', 'total', @scope, '--reserve', 'viele');
	refused('size_benefit', qr/--benefit/, 'size', 'total', @scope, '--benefit', 'gift');
}

sub orders {
	my $id = uuid();
	refused('not_granted', qr/经办/, as('zhao', 'size', 'order', @scope));
	my $made = json(as('li', 'size', 'order', @scope, '--reserve', '1', '--id', $id), @where);
	is($made->{number}, 'hw/1508/coat/1', 'an order');
	is_deeply([@{$made}{qw(pieces reserve missing state)}], [3, 2, 1, 'draft'], '… says what it knows and what not');
	is(json(as('li', 'size', 'order', @scope, '--reserve', '1', '--id', $id), @where)->{number}, 'hw/1508/coat/1', 'the same again');
	refused('size_order_differs', qr/另一份订单/, as('li', 'size', 'order', @scope, '--reserve', '2', '--id', $id));
	refused('size_order_open', qr/还没有审核/, as('li', 'size', 'order', @scope));
	refused('not_granted', qr/审核/, as('li', 'size', 'check', 'hw/1508/coat/1'));
	like(done('checked', as('zhao', 'size', 'check', 'hw/1508/coat/1', '--lang', 'zh')), qr/已审核/, '… by another');
	refused('size_order_checked', qr/--late/, as('li', 'size', 'cancel', 'hw/1508/coat/1', '--why', '不要'));
	refused('no_such_size_order', qr/size orders/, 'size', 'show', 'hw/1508/coat/7');
	is_deeply([map { "$_->{size}=$_->{pieces}+$_->{reserve}" } @{rows('size', 'show', 'hw/1508/coat/1')}], ['L=2+1', 'XL=1+1'], 'for the tailor');
	is(rows('size', 'show', 'hw/1508/coat/1')->[0]{order}, 'hw/1508/coat/1', '… with its number');
	refused('size_why', qr/--why/, as('li', 'size', 'set', $id{li}, 'm', @scope));
	like(done('late', as('li', 'size', 'set', $id{li}, 'm', @scope, '--why', '量错了', '--lang', 'zh')), qr/已改（在订单之后，计入变更）/, 'a late change');
	like(done('by name', as('li', 'size', 'set', '王五', 'S', @scope, '--team', '三班', '--why', '补报', '--lang', 'en')), qr/entered .*late/, '… and a late size');
	my $changes = rows('size', 'changes', @scope);
	is_deeply([map { "$_->{name} $_->{now} $_->{why} $_->{by}" } @$changes], ['李** M 量错了 li', '王** S 补报 li'], 'who, what, why, by whom');
	is(json(as('li', 'size', 'order', @scope, '--late'), @where)->{pieces}, 1, 'the late order');
	done('checked too', as('zhao', 'size', 'check', 'hw/1508/coat/2'));
	is_deeply([map { "$_->{size}=$_->{pieces}" } @{rows('size', 'show', 'hw/1508/coat/2')}], ['S=1', 'M=1', 'L=-1'], '… is plus and minus');
	refused('size_nothing', qr/没有变化/, as('li', 'size', 'order', @scope, '--late'));
	refused('size_order_overlaps', qr/不能订两次/, as('li', 'size', 'order', '--cycle', 'hw', '--org', '15'));
	is(scalar @{rows('size', 'orders', '--cycle', 'hw', '--org', '15')}, 2, 'both are listed');
	is(scalar @{rows('size', 'orders', '--cycle', 'hw', '--org', '1509')}, 0, '… and none of another union');
}

sub sign {
	my ($id) = @_;
	run(as($_->[1], 'document', 'sign', $id, '--hand', $_->[0])) for ['checker', 'zhao'], ['approver', 'qian'], ['treasurer', 'sun'];
}
sub stock {
	my %more = (sun => 'cashier', wang => 'accountant');
	for my $login (sort keys %more) {
		done("user $login", as('admin', 'user', 'add', $login, '--name', $login, '--org', '1508'));
		done("role of $login", as('admin', 'user', 'grant', $login, '--role', $more{$login}));
	}
	done('matrix', as('wang', 'fund', 'matrix', 'data/funds/matrix.json'));
	my $floor = write_file('floor.json', '{"schema":1,"version":1,"from":"2014-01-01","source":"test","tiers":[{"from_fen":0,"meeting":false,"quotes":0,"contract":false}]}');
	done('thresholds', as('wang', 'purchase', 'rules', $floor));
	my ($received, $purchase, $bought, $issued) = (uuid(), uuid(), uuid(), uuid());
	my @goods = ('coat/S=1', 'coat/M=2', 'coat/L=2', 'coat/XL=3');
	done('received', as('li', 'fund', 'receive', @scope, '--source', 'OWN', '--amount', '3000', '--id', $received));
	sign($received);
	done('a purchase', as('li', 'purchase', 'open', @scope, '--ceiling', '2400', '--words', '棉服', '--id', $purchase));
	done("accepted by $_", as($_, 'purchase', 'accept', $purchase, '--number', '1', '--items', join(',', @goods))) for qw(zhou wu);
	my $priced = join ',', map { my ($n) = /=(\d)/; $_ . '@' . 300 * $n } @goods;
	done('bought', as('li', 'fund', 'purchase', '--purchase', $purchase, @scope, '--source', 'OWN', '--items', $priced, '--invoice', 'A1', '--total', '2400', '--id', $bought));
	sign($bought);
	is((grep { ($_->{size} // '') eq 'XL' } @{rows('size', 'total', @scope)})[0]{stock}, 3, 'the stock is seen beside the sizes');
	done('issued', as('zhou', 'stock', 'issue', '--org', '1508', '--to', 'feng', '--items', join(',', @goods), '--cycle', 'hw', '--id', $issued));
	done('taken', as('feng', 'document', 'accept', $issued));
}

sub handed_out {
	my $at = '2024-10-26T09:00:00+08:00';
	my $file = write_file('given.csv', "delivery_id,id_number,item,quantity,level,at,by\n1,$id{zhang},coat,1,B,$at,feng\n2,$id{li},coat/XL,1,B,$at,feng\n");
	my $answer = json(as('feng', 'deliver', $file, '--cycle', 'hw'), @where);
	is_deeply([@{$answer->{rows}}{qw(awarded other_size rejected)}], [2, 1, 0], 'one in the collected size, one in another, which is told');
	$answer = json(as('feng', 'deliver', $file, '--cycle', 'hw'), @where);
	is_deeply([@{$answer->{rows}}{qw(awarded unchanged)}], [0, 2], 'the same file again');
	my %by = map { $_->{size} // 'missing' => $_ } @{rows('size', 'total', @scope)};
	is_deeply([@{$by{L}}{qw(pieces ordered stock custody given)}], [1, 2, 0, 1, 1], 'ordered, in stock, in custody, handed out');
	done('exchanged', as('feng', 'deliver', 'exchange', '1', '--cycle', 'hw', '--item', 'coat/M', '--words', '太大'));
	my ($last) = grep { $_->{how} eq 'exchanged' } @{rows('size', 'changes', @scope)};
	is("$last->{was} $last->{now} $last->{why} $last->{by}", 'L M 太大 feng', 'an exchange is told, with who and why');
	is((rows('people', 'find', '--id', $id{zhang}, '--as', 'li') // [])->[0]{name}, '张**', 'the person');
	is((grep { $_->{name} eq '张**' } @{rows('team', 'show', '一班', '--org', '1508')})[0]{size}, 'M', 'has the new size on the roster');
	refused('size_given', qr/deliver exchange/, as('li', 'size', 'set', $id{zhang}, 'S', @scope, '--why', '再换'));
	$file = write_file('unknown.csv', "delivery_id,id_number,item,quantity,level,at,by\n3,$id{zhang},hat,1,B,$at,feng\n");
	my ($s, $out, $err) = run(as('feng', 'deliver', $file, '--cycle', 'hw'));
	like($out, qr/item_unknown/, 'what has no sizes here is no item');
}

sub verified {
	my ($s, $out, $err) = run('verify');
	is($s, 0, 'everything holds') or diag($out, $err);
}

@where = ('--data', data_dir());
a_union();
a_sheet();
rejects();
totals();
orders();
verified();
stock();
handed_out();
verified();
done_testing();
