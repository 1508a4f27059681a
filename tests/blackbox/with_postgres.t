#!/usr/bin/perl
# tools/with-postgres.sh, for whoever calls it: root (who may not run PostgreSQL himself) and an ordinary user, who has
# neither a home nor rights to the source tree here.
use strict;
use warnings;
use File::Copy qw(copy);
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

glob('/usr/lib/postgresql/*/bin/initdb') or plan skip_all => 'PostgreSQL is not installed';
delete $ENV{SONGNUAN_TEST_PG};
$ENV{LC_ALL} = 'C.UTF-8';

my $dir = tempdir(CLEANUP => 1);
mkdir "$dir/tmp" or die;
chmod 0755, $dir or die;
chmod 01777, "$dir/tmp" or die;
copy("$FindBin::Bin/../../tools/with-postgres.sh", "$dir/with-postgres.sh") or die $!;
chmod 0755, "$dir/with-postgres.sh" or die;
$ENV{TMPDIR} = "$dir/tmp";

sub works {
	my ($who, @as) = @_;
	my $ask = 'psql -X -A -t -c "SELECT 6 * 7" "$SONGNUAN_TEST_PG" && echo "$SONGNUAN_TEST_PG" && id -u && exit 3';
	open my $pipe, '-|', @as, "$dir/with-postgres.sh", 'sh', '-c', $ask or die;
	chomp(my @lines = <$pipe>);
	close $pipe;
	is($? >> 8, 3, "$who: the exit status is the command's");
	is($lines[0], 42, '… it had a server');
	my ($port) = ($lines[1] // '') =~ m{^postgres://postgres\@127\.0\.0\.1:(\d+)/postgres$};
	ok($port, '… on the loopback');
	isnt(system("psql -X -q -c 'SELECT 1' postgres://postgres\@127.0.0.1:$port/postgres >/dev/null 2>&1"), 0, '… which is gone afterwards') if $port;
	opendir my $d, "$dir/tmp" or die;
	is_deeply([grep { !/^\.\.?$/ } readdir $d], [], '… with its files');
	return $lines[2];
}

is(works('who runs the tests'), $<, '… the command runs as the caller');
SKIP: {
	skip 'an ordinary user: only root can become one', 1 if $< != 0;
	my $nobody = getpwnam 'nobody';
	# without a home, without the caller's groups, in a place that it may not write
	local $ENV{HOME} = '/nonexistent';
	chdir $dir or die;
	is(works('an ordinary user', 'setpriv', "--reuid=$nobody", '--regid=' . getgrnam('nogroup'), '--clear-groups', '--'), $nobody, '… the command runs as that user');
}
chdir '/';
done_testing();
