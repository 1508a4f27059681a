package Server;
# A server of the test's own: `my $s = Server->start(@words_after_serve)` on a free port, `$s->ask('GET', '/healthz')`.
#   {status, headers (names in small letters), body, json}; headers and a body are the last two words: 
#   $s->ask('POST', '/api/v1/session', {'content-type' => 'application/json'}, '{…}').
# `$s->stop` sends SIGTERM and gives (exit status, seconds); the journal is in $s->journal. Whatever is started is stopped.
use strict;
use warnings;
use IO::Socket::INET;
use JSON::PP qw(decode_json);
use Time::HiRes qw(time sleep);
use Run ();

my $program = $ENV{SONGNUAN} // 'build/songnuan';
my $count   = 0;

sub start {
	my ($class, @words) = @_;
	my $self = bless {out => Run::scratch() . '/serve' . ++$count . '.out', err => Run::scratch() . "/serve$count.err"}, $class;
	push @words, '--listen', '127.0.0.1:0' unless grep { $_ eq '--listen' } @words;
	$self->{pid} = fork() // die "fork: $!";
	if ($self->{pid} == 0) {
		open STDOUT, '>', $self->{out} or die;
		open STDERR, '>', $self->{err} or die;
		exec {$program} $program, 'serve', @words or die "exec $program: $!";
	}
	for (1 .. 300) {
		($self->{port}) = Run::slurp($self->{out}) =~ m{://\S+?:(\d+)\n};
		last if $self->{port};
		waitpid($self->{pid}, 1) == $self->{pid} and die 'the server did not start: ' . Run::slurp($self->{err});
		sleep 0.1;
	}
	die 'the server did not say its port' unless $self->{port};
	return $self;
}

sub out     { return Run::slurp($_[0]{out}) }
sub journal { sleep 0.4; return Run::slurp($_[0]{err}) }

sub connect {
	my $self = shift;
	return IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $self->{port}, Timeout => 10) // die "connect: $!";
}

# One request on a connection of its own; what comes back until it is closed.
sub raw {
	my ($self, $bytes) = @_;
	my $c = $self->connect;
	print {$c} $bytes;
	return read_reply($c);
}

sub read_reply {
	my ($c, $got) = (shift, '');
	local $SIG{ALRM} = sub { die "no reply within 30 s\n" };
	alarm 30;
	while (sysread $c, my $part, 65536) { $got .= $part }
	alarm 0;
	my ($head, $body) = split /\r\n\r\n/, $got, 2;
	my ($status) = ($head // '') =~ m{^HTTP/1\.1 (\d+)};
	my %headers;
	for (split /\r\n/, $head // '') { push @{ $headers{ lc $1 } }, $2 if /^([^:]+): (.*)$/ }
	my %reply = (status => $status // 0, headers => { map { $_ => join "\n", @{ $headers{$_} } } keys %headers }, body => $body // '');
	$reply{json} = eval { decode_json($reply{body}) } if ($reply{headers}{'content-type'} // '') =~ /json/;
	return \%reply;
}

sub ask {
	my ($self, $method, $target, $headers, $body) = @_;
	my %h = (host => "127.0.0.1:$self->{port}", connection => 'close', %{ $headers // {} });
	$h{'content-length'} = length $body if defined $body;
	return $self->raw(join '', "$method $target HTTP/1.1\r\n", (map { "$_: $h{$_}\r\n" } sort keys %h), "\r\n", $body // '');
}

sub stop {
	my ($self, $signal) = @_;
	my $pid = delete $self->{pid} or return;
	my $began = time;
	kill $signal // 'TERM', $pid;
	waitpid $pid, 0;
	return ($? & 127 ? -($? & 127) : $? >> 8, time - $began);
}

sub DESTROY { my $self = shift; local $?; $self->stop('KILL') if $self->{pid} }

1;
