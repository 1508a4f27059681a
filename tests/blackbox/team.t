#!/usr/bin/perl
# Teams, foremen, proxies, attempts, exchanges, custody explained, who is missing: told by the commands.
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
	my ($reason, $zh, $en, @words) = @_;
	my ($s, $out, $err) = run(@words, '--lang', 'zh');
	is($s, 3, "$reason is a refusal");
	like($err, qr/\Q$reason\E/, '… by its word') or diag($err);
	like($err, $zh, '… in Chinese');
	($s, $out, $err) = run(@words, '--lang', 'en');
	like($err, $en, '… in English');
}
my $new = 0;
sub uuid { return sprintf('01a20000-0000-7000-8000-%012x', ++$new) }
sub rows { my $j = json(@_, @where); return ref $j eq 'ARRAY' ? $j : $j->{rows} }
my %id = (zhang => '11010519491231002X', li => '440524188001010014');
# A file of one hand-over; the exit status, and what was said.
sub deliver {
	my ($who, $head, $row) = @_;
	my $file = write_file('given.csv', "delivery_id,id_number,item,quantity,level,at,by$head\n$row\n");
	return run(as($who, 'deliver', $file, '--cycle', 'hw', '--lang', 'en'));
}

sub a_union {
	done('init', 'init');
	my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2020-01-01\n1508,15,2,general,乙市总工会,2020-01-01\n");
	done('unions', as('admin', 'org', 'import', $unions));
	my %roles = (li => 'maker', zhao => 'checker', qian => 'approver', sun => 'cashier', zhou => 'keeper', wu => 'keeper', feng => 'distributor', chen => 'distributor');
	for my $login (sort keys %roles) {
		done("user $login", as('admin', 'user', 'add', $login, '--name', $login, '--org', '1508'));
		done("role of $login", as('admin', 'user', 'grant', $login, '--role', $roles{$login}, '--org', '1508'));
	}
	done('a role for all', as('admin', 'user', 'grant', $_->[0], '--role', $_->[1])) for ['li', 'maker'], ['zhao', 'checker'], ['qian', 'approver'];
	done('an accountant', as('admin', 'user', 'add', 'wang', '--name', 'wang', '--org', '15'));
	done('an accountant', as('admin', 'user', 'grant', 'wang', '--role', 'accountant'));
	done('programme', as('li', 'programme', 'load', 'data/programmes/condolence-campaign.json'));
	done('matrix', as('wang', 'fund', 'matrix', 'data/funds/matrix.json'));
	done('kit', as('li', 'item', 'add', $_, '--name', '慰问礼包', '--unit', 'set')) for 'kit:2024-hw', 'kit:2024-hw/L';
	done('cycle', as('li', 'cycle', 'create', 'hw', '--programme', 'condolence-campaign', '--org', '15', '--name', '慰问', '--from', '2024-10-01', '--until', '2024-12-31'));
	done('checked', as('zhao', 'cycle', 'advance', 'hw', '--to', 'checked'));
	done('approved', as('qian', 'cycle', 'advance', 'hw', '--to', 'approved'));
	done('open', as('li', 'cycle', 'advance', 'hw', '--to', 'open'));
	my $roster = write_file('roster.csv', "姓名,身份证号,类别,班组,工作地点\n张三,$id{zhang},环卫工,一班,东街\n李四,$id{li},环卫工,二班,东街\n");
	done('a roster', as('li', 'people', 'import', $roster, '--org', '1508'));
	done('entitled', as('li', 'entitle', '--cycle', 'hw', '--org', '1508'));
	my ($received, $bought, $issued) = (uuid(), uuid(), uuid());
	done('received', as('li', 'fund', 'receive', '--org', '1508', '--source', 'OWN', '--amount', '1000', '--cycle', 'hw', '--id', $received));
	my ($purchase, $floor) = (uuid(), write_file('floor.json', '{"schema":1,"version":1,"from":"2014-01-01","source":"test","tiers":[{"from_fen":0,"meeting":false,"quotes":0,"contract":false}]}'));
	done('thresholds', as('wang', 'purchase', 'rules', $floor));
	done('a purchase', as('li', 'purchase', 'open', '--org', '1508', '--cycle', 'hw', '--ceiling', '800', '--words', '礼包', '--id', $purchase));
	done("accepted by $_", as($_, 'purchase', 'accept', $purchase, '--number', '1', '--items', 'kit:2024-hw=3,kit:2024-hw/L=1')) for qw(zhou wu);
	done('bought', as('li', 'fund', 'purchase', '--purchase', $purchase, '--org', '1508', '--source', 'OWN', '--items', 'kit:2024-hw=3@600,kit:2024-hw/L=1@200', '--invoice', 'A1', '--total', '800', '--cycle', 'hw', '--id', $bought)) if sign($received);
	sign($bought);
	done('issued', as('zhou', 'stock', 'issue', '--org', '1508', '--to', 'feng', '--items', 'kit:2024-hw=3,kit:2024-hw/L=1', '--cycle', 'hw', '--id', $issued));
	done('accepted', as('feng', 'document', 'accept', $issued));
}
sub sign {
	my ($id) = @_;
	my ($s, $out) = run('document', 'list', '--format', 'json');
	for (['checker', 'zhao'], ['approver', 'qian'], ['treasurer', 'sun']) {
		run(as($_->[1], 'document', 'sign', $id, '--hand', $_->[0]));
	}
	return 1;
}

sub teams {
	refused('site_kind_unknown', qr/清扫现场/, qr/sweeping/, as('li', 'site', 'add', '东街', '--org', '1508', '--kind', '月球'));
	refused('not_granted', qr/经办/, qr/./, as('feng', 'site', 'add', '东街', '--org', '1508', '--kind', '清扫现场'));
	done('a site', as('li', 'site', 'add', '东街', '--org', '1508', '--kind', '清扫现场', '--address', '东街12号'));
	my ($site) = grep { $_->{site} eq '东街' } @{rows('site', 'list', '--org', '1508')};
	is($site->{kind}, 'sweeping', 'its kind');
	refused('no_such_site', qr/西街/, qr/西街/, as('li', 'team', 'add', '一班', '--org', '1508', '--site', '西街'));
	done('a team', as('li', 'team', 'add', '一班', '--org', '1508', '--site', '东街'));
	refused('not_granted', qr/发放员/, qr/./, as('li', 'team', 'foreman', '一班', '--org', '1508', '--user', 'zhao'));
	refused('foreman_is_none', qr/一班/, qr/一班/, as('li', 'team', 'foreman', '一班', '--org', '1508'));
	done('a foreman', as('li', 'team', 'foreman', '一班', '--org', '1508', '--user', 'feng'));
	my %team = map { $_->{team} => $_ } @{rows('team', 'list', '--org', '1508')};
	is($team{'一班'}{foreman}, 'feng', 'who leads it');
	is($team{'一班'}{members}, 1, 'people join it by the name on the roster');
	is(rows('team', 'show', '一班', '--org', '1508', '--cycle', 'hw')->[0]{received}, 0, 'who has received nothing yet');
}

sub hand_overs {
	my ($s, $out, $err) = deliver('feng', '', "1,$id{li},kit:2024-hw,1,C,2024-10-26,feng");
	is($s, 4, 'a foreman of another team hands it back');
	like($out, qr/not_his_team/, '… not_his_team');
	($s, $out) = deliver('feng', ',place,proxy,relation,mandate', "2,$id{zhang},kit:2024-hw,1,C,2024-10-26,feng,送货上门,王五,配偶,");
	like($out, qr/mandate_needed/, 'a proxy without a mandate is refused');
	($s, $out) = deliver('feng', ',place,proxy,relation,mandate', "2,$id{zhang},kit:2024-hw,1,C,2024-10-26,feng,送货上门,feng,同事,委托书1号");
	like($out, qr/foreman_proxy/, 'nor is the foreman one');
	is(scalar @{rows('missing', '--cycle', 'hw', '--org', '15')}, 2, 'two are missing');
	done('he was absent', as('feng', 'handover', 'attempt', $id{zhang}, '--cycle', 'hw', '--outcome', '不在'));
	refused('not_his_team', qr/本班组/, qr/own team/, as('feng', 'handover', 'attempt', $id{li}, '--cycle', 'hw', '--outcome', 'absent'));
	refused('outcome_unknown', qr/不在/, qr/absent/, as('feng', 'handover', 'attempt', $id{zhang}, '--cycle', 'hw', '--outcome', 'x'));
	my $missing = rows('missing', '--cycle', 'hw', '--org', '1508', '--team', '一班');
	is($missing->[0]{name}, '张**', 'masked');
	is($missing->[0]{absent}, 1, '… absent once');
	is(rows('missing', '--cycle', 'hw', '--org', '1508', '--counts')->[0]{missing}, 1, 'counts by team');
	my ($lines_status, $lines) = run('missing', '--cycle', 'hw', '--org', '15', '--lines', '--lang', 'zh');
	is($lines_status, 0, 'lines to copy');
	like($lines, qr/^一班（1 人未领）：张\*\*（不在 1 次）$/m, '… a line a team, with how often he was absent');
	like($lines, qr/^合计 2 人未领$/m, '… and how many in all');
	is((run('missing', '--cycle', 'hw', '--org', '15', '--lines', '--counts'))[0], 2, '… or counts, not both');
	refused('not_granted', qr/发放员/, qr/./, as('zhao', 'missing', '--cycle', 'hw', '--org', '1508', '--names'));
	my %named = map { $_->{name} => 1 } @{rows(as('chen', 'missing', '--cycle', 'hw', '--org', '1508', '--names'))};
	ok($named{'张三'}, 'whole names for a distributor there');
	($s, $out, $err) = deliver('feng', ',place,proxy,relation,mandate', "2,$id{zhang},kit:2024-hw,1,C,2024-10-26,feng,送货上门,王五,配偶,委托书1号");
	is($s, 0, 'with a mandate it is given') or diag($out, $err);
	is(scalar @{rows('missing', '--cycle', 'hw', '--org', '15')}, 1, 'one is missing');
	is_deeply(rows('handover', 'proxies', '--cycle', 'hw'), [], 'nobody collects for too many');
}

sub exchange_and_custody {
	refused('exchange_same', qr/同一种/, qr/the item he has/, as('feng', 'deliver', 'exchange', '2', '--cycle', 'hw', '--item', 'kit:2024-hw'));
	my $out = done('exchanged', as('feng', 'deliver', 'exchange', '2', '--cycle', 'hw', '--item', 'kit:2024-hw/L', '--lang', 'en'));
	like($out, qr/200\.00 yuan, is worth 200\.00 yuan/, '… and both values are named');
	refused('exchanged_already', qr/已经调换过/, qr/exchanged already/, as('feng', 'deliver', 'exchange', '2', '--cycle', 'hw', '--item', 'kit:2024-hw/L'));
	refused('custody_left', qr/feng.*说明/, qr/feng.*explain/, as('li', 'cycle', 'advance', 'hw', '--to', 'closed'));
	refused('custody_none', qr/没有/, qr/nothing/, as('chen', 'handover', 'explain', '--cycle', 'hw', '--words', 'x'));
	my $id = uuid();
	done('explained', as('feng', 'handover', 'explain', '--cycle', 'hw', '--words', '人在外地，节后送到', '--id', $id));
	refused('not_granted', qr/批准/, qr/./, as('feng', 'handover', 'sign', $id));
	done('signed', as('qian', 'handover', 'sign', $id));
	is(rows('handover', 'custody', '--cycle', 'hw')->[0]{quantity}, 3, 'what is left is listed');
	done('closed', as('li', 'cycle', 'advance', 'hw', '--to', 'closed'));
	done('verify', 'verify');
}

for my $place (data_dir(), postgres_database()) {
	next unless defined $place;
	@where = ('--data', $place);
	push @where, '--keys', scratch() . "/key$new" if $place =~ /^postgres/;
	a_union();
	teams();
	hand_overs();
	exchange_and_custody();
}
done_testing();
