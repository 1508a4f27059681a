#!/usr/bin/perl
# What the world does to a running program: a full disk, a failing one, a stopped process, a newer database, kill -9.
# The work is always the same: `songnuan deliver` hands 1,500 people a kit each, and whatever comes between, the same
# file sent again must end with 1,500 hand-overs: none lost, none twice.
#
#   SONGNUAN_KILLS   how many processes are killed (make torture: 300)
#
# All of it runs in a mount namespace of its own (unshare), so that no mount outlives it.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use POSIX qw(WNOHANG WUNTRACED SIGSTOP);
use Test::More;
use Time::HiRes qw(sleep);

BEGIN {
	for my $how ($ENV{SONGNUAN_NAMESPACE} ? () : (['-m'], ['-rm'])) {
		next if system("unshare @$how --propagation private true 2>/dev/null") != 0;
		$ENV{SONGNUAN_NAMESPACE} = 1;
		exec 'unshare', @$how, '--propagation', 'private', $^X, $0;
	}
}
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

use constant PEOPLE => 1500;    # two pages of deliver, so that one is durable and one is not
my $program = $ENV{SONGNUAN} // 'build/songnuan';
my $world   = data_dir();
my $keys    = "$world/root.key";

sub must {
	my ($status, $out, $err) = songnuan(@_);
	die "songnuan @_: exit $status: $err" if $status != 0;
	return $out;
}

# ---- a world: the 2024 case, and 1,500 more people in one county with kits in a distributor's hands ----

my $roster = "姓名,身份证号码\n";
# A wide column makes the file so long that the program is still reading it when the first page is durable.
my $file = "delivery_id,id_number,item,quantity,level,at,by,remark\n";
for my $n (0 .. PEOPLE - 1) {
	my $id  = sprintf '150802%04d%02d%02d%03d', 1960 + $n / 336, 1 + $n / 28 % 12, 1 + $n % 28, 500 + $n % 400;
	my @w   = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
	my $sum = 0;
	$sum += $w[$_] * substr $id, $_, 1 for 0 .. 16;
	$id .= substr '10X98765432', $sum % 11, 1;
	$roster .= '合' . chr(0x4E00 + $n) . ",$id\n";
	$file .= sprintf "fault-%05d,%s,kit:2024-hw,1,C,2024-10-26T08:00:00+08:00,f-150802,%s\n", $n, $id, 'x' x 300;
}
$roster = write_file('roster.csv',     $roster);
$file   = write_file('deliveries.csv', $file);

sub deliver { return ('deliver', $file, '--cycle', 'hw-2024', '--as', 'f-150802', @_) }

{
	my @cycle = ('--cycle', 'hw-2024');
	my $step  = sub { must(@_, '--data', $world) };
	my $n     = PEOPLE;
	my $do    = sub {
		my ($id, $act, @hands) = @_;
		$step->(@$act, '--id', $id);
		while (my ($hand, $login) = splice @hands, 0, 2) {
			$step->($hand eq 'accept' ? ('document', 'accept', $id) : ('document', 'sign', $id, '--hand', $hand), '--as', $login);
		}
	};
	my $id = sub { return sprintf '01a20000-0000-7000-8000-%012d', $_[0] };
	my @money = (checker => 'b-checker', approver => 'b-approver', treasurer => 'b-cashier');
	$step->('demo', '--lang', 'en');
	$step->('people', 'import', $roster, '--org', '150800-E01', '--category', '环卫工', '--as', 'b-maker');
	$step->('entitle', @cycle, '--org', '150802', '--as', 'b-maker');
	$do->($id->(1), ['fund', 'receive', '--org', '150802', '--source', 'OWN', '--amount', '300000', @cycle, '--words', '本级经费', '--as', 'b-maker'], @money);
	my @goods = qw(rice-10kg oil-5l flour-10kg flask);
	my $purchase = $id->(5);
	my $maker = sub { $step->('purchase', @_, '--as', 'b-maker') };
	$maker->('open', '--org', '150802', @cycle, '--ceiling', '300000', '--words', '慰问礼包', '--meeting', '纪要-1', '--present', '示例', '--id', $purchase);
	$maker->('quote', $purchase, '--supplier', "demo-s$_", '--amount', 300000 + $_) for 1 .. 3;
	$maker->('contract', $purchase, '--supplier', 'demo-s1', '--number', '合同-1', '--items', join(',', map { "$_=$n\@75000" } @goods), '--total', '300000');
	$step->('purchase', 'accept', $purchase, '--number', '验收-1', '--items', join(',', map { "$_=$n" } @goods), '--as', $_) for qw(k-150802 b-keeper);
	$do->($id->(2), ['fund', 'purchase', '--purchase', $purchase, '--org', '150802', '--source', 'OWN', '--items', join(',', map { "$_=$n\@75000" } qw(rice-10kg oil-5l flour-10kg flask)), '--invoice', '测试发票', '--total', '300000', @cycle, '--as', 'b-maker'], @money);
	$do->($id->(3), ['stock', 'kit', '--org', '150802', '--items', "kit:2024-hw=$n", @cycle, '--as', 'k-150802'], checker => 'b-keeper');
	$do->($id->(4), ['stock', 'issue', '--org', '150802', '--to', 'f-150802', '--items', "kit:2024-hw=$n", @cycle, '--as', 'k-150802'], accept => 'f-150802');
}

sub copy_of_the_world {
	my ($to) = @_;
	$to //= data_dir();
	system('cp', '-r', $world, $to) == 0 or die;
	return ('--data', $to);
}

# The same file again, and then every person has one kit and one award.
sub ends_well {
	my ($name, @where) = @_;
	my ($status, $out, $err) = songnuan(deliver(@where));
	is($status, 0, "$name: the file sent again is taken") or diag($out, $err);
	my ($new) = $out =~ /handed over (\d+)/;
	my ($old) = $out =~ /there already (\d+)/;
	is($new + $old, PEOPLE, '… each row is new or was there already');
	like($out, qr/cases\) 0 \S+ rejected 0 /, '… none is there twice');
	my $left = json('ledger', 'balance', '--org', '150802', @where);
	is(scalar(grep { $_->{class} eq 'custody' && $_->{quantity} } @$left), 0, '… every kit has left the distributor\'s hands');
	($status, $out, $err) = songnuan('verify', @where);
	is($status, 0, '… and verify recomputes all of it') or diag($out, $err);
	return $old;
}

# ---- a process that is stopped while another takes over ----

# Starts the delivery and lets it run until it reads the tenth piece of its file: the first page is durable by then. It
# stops itself there, as kill -STOP would: strace sends the signal, so that it comes at the same place each time.
sub start_and_stop {
	my @where = @_;
	my $pid = fork() // die "fork: $!";
	if ($pid == 0) {
		open STDOUT, '>', scratch() . "/out.$$" or die;
		open STDERR, '>', scratch() . "/err.$$" or die;
		exec 'strace', '-D', '-f', '-qq', '-o', '/dev/null', '-P', $file, '-e', 'trace=pread64', '-e', 'inject=pread64:signal=STOP:when=10', $program, deliver(@where);
		die "strace: $!";
	}
	for (1 .. 300) {
		my $got = waitpid $pid, WUNTRACED | WNOHANG;
		return $pid if $got == $pid && POSIX::WIFSTOPPED(${^CHILD_ERROR_NATIVE});
		last if $got == $pid;
		sleep 0.1;
	}
	open my $f, '<', scratch() . "/err.$pid";
	diag('not stopped: ', $f ? <$f> : '');
	kill 'KILL', $pid;
	return undef;
}

sub goes_on_fenced {
	my ($engine, $pid, @where) = @_;
	my ($status, $out, $err) = songnuan(deliver(@where));
	is($status, 0, "$engine: a second takes over from a writer that stands still") or diag($err);
	like($out, qr/handed over 500 \S+ there already 1000 /, '… and does what the first had left');
	kill 'CONT', $pid;
	waitpid $pid, 0;
	is($? >> 8, 78, '… the first, gone on, refuses to write') or diag($?);
	open my $f, '<', scratch() . "/err.$pid" or die;
	like(join('', <$f>), qr/store_fenced/, '… and says that another has taken over');
	ends_well("$engine: fenced", @where);
}

my @stopped;
my $can_trace = system("strace -qq -o /dev/null true 2>/dev/null") == 0;
if ($can_trace) {
	my @where = copy_of_the_world();
	push @stopped, ['SQLite', start_and_stop(@where), @where];
	if (my $server = postgres_database()) {
		@where = ('--data', $server, '--keys', $keys);
		must('backup', scratch() . '/copy', '--data', $world);
		must('restore', scratch() . '/copy', @where);
		push @stopped, ['PostgreSQL', start_and_stop(@where), @where];
	}
}

# ---- a database of a newer version ----

sub newer {
	my ($engine, @where) = @_;
	for my $command (['report', '--cycle', 'hw-2024'], ['verify'], ['ledger', 'trial'], ['backup', scratch() . '/newer'], [deliver()], ['init']) {
		my ($status, $out, $err) = songnuan(@$command, @where);
		is($status, 78, "$engine: $command->[0] refuses the database of a newer version") or diag($out, $err);
		like($err, qr/store_newer/, '… by its reason');
	}
	ok(!-e scratch() . '/newer', '… no file is left of it');
}

SKIP: {
	skip 'python3 is not there to edit the file', 13 unless -x '/usr/bin/python3';
	my @where = copy_of_the_world();
	my $edit  = 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1]+"/songnuan.db"); c.execute(sys.argv[2]); c.commit()';
	my $insert = "INSERT INTO schema_version (domain, number, applied_us) VALUES ('ledger', 999, 0)";
	system('/usr/bin/python3', '-c', $edit, $where[1], $insert) == 0 or die;
	newer('SQLite', @where);
	system('/usr/bin/python3', '-c', $edit, $where[1], 'DELETE FROM schema_version WHERE number = 999') == 0 or die;
	is((songnuan('verify', @where))[0], 0, '… and has not touched it');
}
SKIP: {
	my $server = postgres_database() or skip 'PostgreSQL: no server (SONGNUAN_TEST_PG)', 12;
	my $made = data_dir();
	mkdir $made or die;
	my @where = ('--data', $server, '--keys', "$made/root.key");
	must('init', @where);
	local $ENV{LC_ALL} = 'C.UTF-8';
	system('psql', '-q', $server, '-c', "INSERT INTO schema_version (domain, number, applied_us) VALUES ('ledger', 999, 0)") == 0 or die;
	delete local $ENV{LC_ALL};
	newer('PostgreSQL', @where);
}

# ---- a full disk ----

SKIP: {
	my $disk = scratch() . '/disk';
	mkdir $disk or die;
	my $bytes = -s "$world/songnuan.db";
	my $size  = sub { return 'size=' . ($bytes + $_[0]) };
	system("mount -t tmpfs -o @{[$size->(6 << 20)]} tmpfs $disk 2>/dev/null") == 0
		or skip 'a full disk: this user may not mount one', 1;
	my @where = copy_of_the_world("$disk/data");
	for my $room (0, 300_000, 1_500_000) {
		# what is free is what was asked for: the copy has taken some of it
		my ($free) = `df --output=avail -B1 $disk` =~ /(\d+)\s*$/;
		my $ballast = "$disk/ballast";
		system('fallocate', '-l', $free - $room, $ballast) == 0 or die;
		my ($status, $out, $err) = songnuan(deliver(@where));
		is($status, 74, "a disk with $room bytes left: refused") or diag($out, $err);
		like($err, qr/store_full/, '… as a full disk, with what to do');
		($status, $out, $err) = songnuan('backup', "$disk/copy", @where);
		is($status, 74, '… a backup does not fit either') or diag($out, $err);
		like($err, qr/store_full/, '… says so');
		is_deeply([grep { /copy/ } glob "$disk/*"], [], '… and leaves no half of it');
		unlink $ballast or die;
		is((songnuan('verify', @where))[0], 0, '… what was there is right');
	}
	system('mount', '-o', 'remount,' . $size->(64 << 20), $disk) == 0 or die;
	ends_well('with space again', @where);
	system('umount', $disk) == 0 or diag('umount');
}

# ---- a disk that fails at COMMIT ----

# strace counts each thread's syncs apart. While somebody reads an old state the log is only appended to, so a COMMIT is
# one sync: the main thread's first takes the lease, the writer's first is page one, its second is page two.
sub fails_from {
	my ($when, @where) = @_;
	my $pid = fork() // die;
	if ($pid == 0) {
		open STDOUT, '>', scratch() . '/out' or die;
		open STDERR, '>', scratch() . '/err' or die;
		exec 'strace', '-D', '-f', '-qq', '-o', '/dev/null', '-P', "$where[1]/songnuan.db-wal", '-e', 'trace=fdatasync,fsync', '-e', "inject=fdatasync,fsync:error=EIO:when=$when+", $program, deliver(@where);
		die "strace: $!";
	}
	waitpid $pid, 0;
	my $status = $? >> 8;
	open my $f, '<', scratch() . '/err' or die;
	return ($status, join '', <$f>);
}

SKIP: {
	skip 'a failing disk: no ptrace or no python3 here', 1 unless $can_trace && -x '/usr/bin/python3';
	my @where  = copy_of_the_world();
	my $reader = 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1]+"/songnuan.db"); c.execute("BEGIN"); c.execute("SELECT 1 FROM lease").fetchall(); open(sys.argv[1]+"/reads","w"); sys.stdin.read()';
	open my $reading, '|-', '/usr/bin/python3', '-c', $reader, $where[1] or die;
	for (1 .. 300) { last if -e "$where[1]/reads"; sleep 0.1 }
	must('user', 'add', 'somebody', '--name', 'somebody', '--org', '150802', '--as', 'admin', @where);

	my ($status, $err) = fails_from(1, @where);
	is($status, 74, 'a disk that fails when the lease is taken ends the program with 74');
	is((songnuan('verify', @where))[0], 0, '… and what is there is right');
	($status, $err) = fails_from(2, @where);
	is($status, 74, 'a disk that fails at the COMMIT of the second page ends the program with 74');
	like($err, qr/COMMIT.*store_io/, '… and it says what failed');
	is((songnuan('verify', @where))[0], 0, '… and what is there is right');
	close $reading;
	my $old = ends_well('after an I/O error at COMMIT', @where);
	ok($old == 1000 || $old == 1500, '… the first page was durable, the second is there whole or not at all') or diag($old);
}

# ---- kill -9 ----

{
	my @where = copy_of_the_world();
	my $killed = 0;
	my $times  = $ENV{SONGNUAN_KILLS} || 12;
	for my $n (1 .. $times) {
		my $pid = fork() // die;
		if ($pid == 0) {
			open STDOUT, '>', '/dev/null' or die;
			open STDERR, '>', '/dev/null' or die;
			exec {$program} $program, deliver(@where) or die;
		}
		sleep 0.02 * (1 + $n % 12) * rand;
		kill 'KILL', $pid;
		waitpid $pid, 0;
		$killed += ($? & 127) == 9;
		is((songnuan('verify', @where))[0], 0, "kill -9 no. $n: what is there is right");
	}
	ok($killed >= $times / 4, 'many were killed at work') or diag($killed);
	ends_well('killed', @where);
}

# ---- and now, by when its lease has run out, who takes over from those that stand still ----

SKIP: {
	skip 'fencing: no ptrace here', 1 unless $can_trace;
	for my $s (@stopped) {
		my ($engine, $pid, @where) = @$s;
		ok($pid, "$engine: a delivery was stopped in the middle") or next;
		goes_on_fenced($engine, $pid, @where);
	}
}
done_testing();
