package Server;
# A server of the test's own: `my $s = Server->start(@words_after_serve)` on a free port, `$s->ask('GET', '/healthz')`.
#   {status, headers (names in small letters), body, json}; headers and a body are the last two words: 
#   $s->ask('POST', '/api/v1/session', {'content-type' => 'application/json'}, '{…}').
# `$s->stop` sends SIGTERM and gives (exit status, seconds); the journal is in $s->journal. Whatever is started is stopped.
use strict;
use warnings;
use IO::Socket::INET;
use Digest::SHA qw(hmac_sha1);
use JSON::PP qw(decode_json encode_json);
use Time::HiRes qw(time sleep);
use Run ();

use constant DEMO_PASSWORD => 'orange-coat-warm-hands'; # of `serve --demo`

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

# Signs in and goes on to where work can begin: a second factor is enrolled where the roles ask for one. Gives a client:
#   $client->ask('GET', '/api/v1/cycles'), $client->write('POST', '/api/v1/cycles', {…}); $client->{session} is what signing in answered.
sub sign_in {
	my ($self, $login, $password) = @_;
	my $r = $self->ask('POST', '/api/v1/session', {'content-type' => 'application/json'},
		encode_json({login => $login, password => $password // DEMO_PASSWORD}));
	die "sign in as $login: $r->{status} $r->{body}" unless $r->{status} == 201;
	my $client = bless {server => $self, count => 0}, 'Server::Client';
	$client->take($r);
	if ($client->{session}{need} eq 'enrol') {
		my $totp = $client->write('POST', '/api/v1/session/totp');
		$client->{secret} = $totp->{json}{secret};
		$client->take($client->write('POST', '/api/v1/session/totp/confirm', {code => totp($client->{secret}, time)}));
	}
	return $client;
}

# RFC 6238: six digits for the half minute.
sub totp {
	my ($secret, $at) = @_;
	my $bits = join '', map { sprintf '%05b', index 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', $_ } split //, $secret;
	my $key = pack 'B*', substr $bits, 0, 8 * int(length($bits) / 8);
	my $hash = hmac_sha1(pack('NN', 0, int($at / 30)), $key);
	my $from = ord(substr $hash, -1) & 15;
	return sprintf '%06d', (unpack('N', substr $hash, $from, 4) & 0x7fffffff) % 1_000_000;
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

package Server::Client;
use JSON::PP qw(encode_json);

# The session as the reply has it; its cookie.
sub take {
	my ($self, $r) = @_;
	die "no session: $r->{status} $r->{body}" unless $r->{status} =~ /^20[01]$/ && $r->{headers}{'set-cookie'};
	($self->{cookie}) = $r->{headers}{'set-cookie'} =~ /^(__Host-sid=[^;]+);/;
	$self->{session} = $r->{json};
	return $r;
}

sub ask {
	my ($self, $method, $target, $headers, $body) = @_;
	return $self->{server}->ask($method, $target, {cookie => $self->{cookie}, %{ $headers // {} }}, $body);
}

# With the page's token and a key of its own; a body is a reference.
sub write {
	my ($self, $method, $target, $body, $headers) = @_;
	my %h = ('x-songnuan-csrf' => $self->{session}{csrf}, 'idempotency-key' => "t$$-" . ++$self->{server}{keys}, %{ $headers // {} });
	$h{'content-type'} = 'application/json' if defined $body;
	return $self->ask($method, $target, \%h, defined $body ? encode_json($body) : undef);
}

1;
