#!/usr/bin/perl
# A backup goes everywhere: the 2024 case (unions, users, people with sealed identities, ledger, deliveries, figures) is
# made on SQLite, copied to another SQLite and to PostgreSQL, and from there back to SQLite. Every copy answers the same.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Run;

my $first = data_dir();
my $keys  = "$first/root.key";
my $who   = '150802195501010007';    # the first of the demo's synthetic roster

# What a database answers to all who ask.
sub answers {
	my @where = @_;
	my %said;
	for my $question (
		['report', '--cycle', 'hw-2024', '--depth', '9'],
		['report', '--cycle', 'hw-2024', '--org', '150300', '--rows'],
		['ledger', 'balance'],
		['ledger', 'trial'],
		['org',     'show',  '150000'],
		['user',    'list'],
		['cycle',   'show',  'hw-2024'],
		['people',  'find',  '--id', $who],
		['people',  'find',  '--name', '王英'],
		['people', 'duplicates', '--org', '150000'],
	) {
		my ($status, $out, $err) = songnuan(@$question, '--format', 'json', @where);
		$said{"@$question"} = "exit $status: $out$err";
	}
	return \%said;
}

my ($status, $out, $err) = songnuan('demo', '--data', $first, '--lang', 'en');
is($status, 0, 'a database with something of everything') or diag($err);
my $truth = answers('--data', $first);
like($truth->{"people find --id $who"}, qr/^exit 0: .*"150\*+0007"/s, 'a person is found by the number, which is sealed and comes back masked');
is(scalar(grep { !/^exit 0: / } values %$truth), 0, 'each question has an answer') or diag(explain($truth));

sub is_the_same {
	my ($name, @where) = @_;
	my ($status, $out, $err) = songnuan('verify', @where);
	is($status, 0, "$name: verify recomputes all of it") or diag($out, $err);
	my $said = answers(@where);
	is($said->{$_}, $truth->{$_}, "$name: the same answer to $_") for sort keys %$truth;
	# The copy goes on where the first was: the same figures again change nothing, a new act is taken.
	($status, $out) = songnuan('deliver', "$first/input/deliveries-150300-E03.csv", '--cycle', 'hw-2024', '--as', 'f-150304', '--lang', 'en', @where);
	like($out, qr/there already 585/, "$name: its deliveries are known, record by record");
	($status, $out, $err) = songnuan('fund', 'receive', '--org', '150300', '--source', 'OWN', '--amount', '1', '--cycle', 'hw-2024', '--words', 'x', '--as', 'w-maker', @where);
	is($status, 0, "$name: and it can be written") or diag($err);
}

sub copy {
	my ($name, $from, $to) = @_;
	my $file = scratch() . "/$name";
	my ($status, $out, $err) = songnuan('backup', $file, @$from);
	is($status, 0, "$name: backed up") or diag($err);
	($status, $out, $err) = songnuan('restore', $file, @$to);
	is($status, 0, "$name: restored") or diag($err);
	open my $f, '<:raw', $file or die;
	local $/;
	my $bytes = <$f>;
	ok(index($bytes, $who) < 0 && index($bytes, 'SQLite format') < 0, "$name: nothing can be read in the file");
}

my @again = ('--data', data_dir(), '--keys', $keys);
copy('sqlite-to-sqlite', ['--data', $first], \@again);
is_the_same('SQLite to SQLite', @again);
is((songnuan('restore', scratch() . '/sqlite-to-sqlite', @again))[0], 3, 'a database that is there is left alone');

SKIP: {
	my $server = postgres_database() or skip 'PostgreSQL: no server (SONGNUAN_TEST_PG)', 1;
	my @server = ('--data', $server,    '--keys', $keys);
	my @back   = ('--data', data_dir(), '--keys', $keys);
	copy('sqlite-to-pg', ['--data', $first], \@server);
	copy('pg-to-sqlite', \@server, \@back);
	is_the_same('SQLite to PostgreSQL', @server);
	is_the_same('PostgreSQL to SQLite', @back);
}
done_testing();
