#!/usr/bin/perl
# What takes longer than a second draws a line on a terminal, and nothing anywhere else; a hand-over file's totals row is
# counted and told. People are synthetic.
#   SONGNUAN_PROGRESS_ROWS   how many people: enough for more than a second
use strict;
use warnings;
use utf8;
use Encode qw(decode);
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Time::HiRes qw(time);
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

my $program = $ENV{SONGNUAN} // 'build/songnuan';
my $people = $ENV{SONGNUAN_PROGRESS_ROWS} // 45_000;
my @where = ('--data', data_dir());
sub as { my $who = shift; return (@_, '--as', $who, @where) }
sub done {
	my ($what, @words) = @_;
	my ($s, $out, $err) = songnuan(@words);
	is($s, 0, $what) or diag($err);
	return decode('UTF-8', $out);
}

# GB 11643: the n-th person of a county, born in turn on each day of some years.
sub id_number {
	my ($n) = @_;
	my $first = sprintf('150302%04d%02d%02d%03d', 1960 + $n % 40, 1 + int($n / 40) % 12, 1 + int($n / 480) % 28, int($n / 13440));
	my @weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
	my $sum = 0;
	$sum += $weights[$_] * substr($first, $_, 1) for 0 .. 16;
	return $first . substr('10X98765432', $sum % 11, 1);
}

# Runs the program on a terminal of its own (script is part of Debian's essential bsdutils): what the terminal was sent.
sub on_a_terminal {
	my $command = join ' ', map { "'$_'" } $program, @_;
	my $from = time;
	open my $terminal, '-|', 'script', '-qec', $command, '/dev/null' or die "script: $!";
	local $/;
	my $sent = decode('UTF-8', <$terminal>);
	close $terminal;
	return ($sent, time - $from);
}
sub draws {
	my ($what, $bar, @words) = @_;
	my ($sent, $seconds) = on_a_terminal(@words, '--lang', 'en');
	SKIP: {
		skip sprintf('%s took %.1f s: this machine is too fast for a bar', $what, $seconds), 2
			if $seconds < 1.5 && $sent !~ $bar;
		like($sent, $bar, "$what draws how far it is");
		like($sent, qr/\r\e\[K[^\r]*\r?\n/, '… and takes its line away before the answer');
	}
}
# The same without a terminal.
sub is_silent {
	my ($what, @words) = @_;
	my ($s, $out, $err) = songnuan(@words, '--lang', 'en');
	unlike($out . $err, qr/[\r\e]/, "$what draws nothing into a file");
}

sub a_union {
	done('init', 'init', @where);
	my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2020-01-01\n1503,15,2,general,乙市总工会,2020-01-01\n150302,1503,3,general,丙区总工会,2020-01-01\n");
	done('unions', as('admin', 'org', 'import', $unions));
	my %roles = (li => 'maker', zhao => 'checker', qian => 'approver');
	for my $login (sort keys %roles) {
		done("user $login", as('admin', 'user', 'add', $login, '--name', $login, '--org', '15'));
		done("role of $login", as('admin', 'user', 'grant', $login, '--role', $roles{$login}));
	}
	done('programme', as('li', 'programme', 'load', 'data/programmes/condolence-campaign.json'));
	done('kit', as('li', 'item', 'add', 'kit:2024-hw', '--name', '慰问礼包', '--unit', 'set'));
	done('cycle', as('li', 'cycle', 'create', 'hw', '--programme', 'condolence-campaign', '--org', '15', '--name', '慰问', '--from', '2024-10-01', '--until', '2024-12-31'));
	done($_->[1], as($_->[0], 'cycle', 'advance', 'hw', '--to', $_->[1])) for ['zhao', 'checked'], ['qian', 'approved'], ['li', 'open'];
}

a_union();
my $roster = write_file('roster.csv', "姓名,身份证号,类别\n" . join('', map { '合成' . chr(0x4E00 + $_ % 5000) . ',' . id_number($_) . ",环卫工\n" } 0 .. $people - 1));
draws('people import', qr/\rimport \d+\e\[K/, as('li', 'people', 'import', $roster, '--org', '150302'));
is_silent('people import', as('li', 'people', 'import', $roster, '--org', '150302'));
draws('entitle', qr/\rentitle \d+\e\[K/, as('li', 'entitle', '--cycle', 'hw', '--org', '1503'));
is_silent('entitle', as('li', 'entitle', '--cycle', 'hw', '--org', '1503'));

my $head = "delivery_id,id_number,item,quantity,level,at\n";
my $row = sub { "$_[0]," . id_number($_[0]) . ",kit:2024-hw,1,C,2024-10-26T09:00:00+08:00\n" };
my $file = write_file('deliver.csv', $head . join('', map { $row->($_) } 0 .. $people - 1));
draws('deliver', qr/\rdeliver \d+\e\[K/, as('li', 'deliver', $file, '--cycle', 'hw'));
is_silent('deliver', as('li', 'deliver', $file, '--cycle', 'hw'));

# A totals row is no hand-over: it is neither read nor handed back, and the answer says that it was met.
my $totals = write_file('totals.csv', $head . $row->(0) . $row->(1) . "合计,,,2,,\n");
my $rows = json(as('li', 'deliver', $totals, '--cycle', 'hw'))->{rows};
is($rows->{read}, 2, 'two hand-overs are read');
is($rows->{totals}, 1, 'the totals row is counted apart');
is($rows->{rejected}, 2, '… and not handed back: only the two for which there are no goods are');
my ($s, $out) = songnuan(as('li', 'deliver', $totals, '--cycle', 'hw', '--lang', 'zh'));
like(decode('UTF-8', $out), qr/合计行 1/, 'it is told in Chinese');
($s, $out) = songnuan(as('li', 'deliver', $totals, '--cycle', 'hw', '--lang', 'en'));
like($out, qr/totals rows 1/, '… and in English');
done_testing();
