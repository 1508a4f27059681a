package Run;
# Runs the program as a person would: `songnuan(@words)` gives (exit status, stdout, stderr). Everything happens in a
# directory of the test's own; the user's own settings do not reach it.
use strict;
use warnings;
use Exporter 'import';
use File::Temp qw(tempdir);
use JSON::PP qw(decode_json);
our @EXPORT = qw(songnuan json data_dir scratch write_file postgres_database);

my $program = $ENV{SONGNUAN} // 'build/songnuan';
my $root    = tempdir(CLEANUP => 1);
my $count   = 0;
delete @ENV{qw(SONGNUAN_DATA SONGNUAN_KEYS SONGNUAN_USER LC_ALL LC_MESSAGES)};
$ENV{LANG} = 'en_US.UTF-8';

sub scratch { return $root }

sub data_dir { return "$root/data" . ++$count }

sub songnuan {
	my @words = @_;
	my $pid = fork() // die "fork: $!";
	if ($pid == 0) {
		open STDOUT, '>', "$root/out" or die;
		open STDERR, '>', "$root/err" or die;
		exec {$program} $program, @words or die "exec $program: $!";
	}
	waitpid $pid, 0;
	my $status = $? & 127 ? -($? & 127) : $? >> 8;
	return ($status, slurp("$root/out"), slurp("$root/err"));
}

sub slurp {
	open my $f, '<', $_[0] or return '';
	local $/;
	return scalar <$f>;
}

sub write_file {
	my ($name, $text) = @_;
	utf8::encode($text) if utf8::is_utf8($text);
	open my $f, '>', "$root/$name" or die "$name: $!";
	print {$f} $text;
	close $f or die;
	return "$root/$name";
}

# A database of its own on the test's PostgreSQL, as an address; undef where no server runs.
sub postgres_database {
	my $server = $ENV{SONGNUAN_TEST_PG} or return undef;
	my $name = "songnuan_blackbox_$$" . '_' . ++$count;
	(my $address = $server) =~ s{/[^/?]*(\?|$)}{/$name$1};
	local $ENV{LC_ALL} = 'C.UTF-8';
	system('psql', '-q', $server, '-c', "CREATE DATABASE $name TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' ENCODING 'UTF8'") == 0
		or die "cannot create $name";
	return $address;
}

# The answer of a command with --format json; dies with what it said where it is none.
sub json {
	my ($status, $out, $err) = songnuan(@_, '--format', 'json');
	my $value = eval { decode_json($out) };
	die "no JSON from songnuan @_ (exit $status): $err $out" unless defined $value;
	return $value;
}

1;
