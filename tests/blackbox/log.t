#!/usr/bin/perl
# The public log, from its key to whoever checks it: signed by the server and by hand, published by the server and as files,
# recomputed by our own verifier, by Go's golang.org/x/mod and by bash with openssl, each of which refuses a flipped byte;
# a database put back from an old backup is not served.
use strict;
use warnings;
use utf8;
use File::Copy qw(copy);
use File::Find qw(find);
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Time::HiRes qw(sleep time);
use Run;
use Server;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

my $independent = "$FindBin::Bin/../independent";
my $acts        = 0;

sub ok_ { my ($what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 0, $what) or diag($err); return $out }
sub fails {
	my ($exit, $reason, $what, @words) = @_;
	my ($status, undef, $err) = songnuan(@words);
	is($status, $exit, $what) or diag($err);
	like($err, qr/\($reason\)/, "… $reason");
	return $err;
}
sub bytes { open my $f, '<:raw', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f> }
sub put { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print {$f} $_[1]; close $f or die; return $_[0] }
sub files { my $dir = shift; my @all; find(sub { push @all, $File::Find::name if -f }, $dir); return sort @all }

# A union with a maker and a checker; each honour that is entered is a record of the log, and so is a cycle's step.
sub new_log {
	my @where = @_;
	ok_('init', 'init', @where);
	my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n150000,,1,general,示例总工会,2015-01-01\n");
	ok_('a union', 'org', 'import', $unions, '--as', 'admin', @where);
	for (['li', 'maker', '示例经手人'], ['zhang', 'checker', '示例审核人']) {
		my ($login, $role, $name) = @$_;
		ok_('a user', 'user', 'add', $login, '--name', $name, '--org', '150000', '--as', 'admin', @where);
		ok_("a $role", 'user', 'grant', $login, '--role', $role, '--as', 'admin', @where);
	}
	ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", '--as', 'li', @where);
	ok_('a cycle', 'cycle', 'create', 'hw', '--name', '慰问', '--programme', 'condolence-campaign', '--org', '150000', '--from', '2024-10-01', '--until', '2024-12-01', '--as', 'li', @where);
}
sub act_words { return ('honour', 'add', '--org', '150000', '--union', '150000', '--award', '先进集体' . ++$acts, '--as', 'li') }
sub act { my ($count, @where) = @_; for (1 .. $count) { my ($s, undef, $e) = songnuan(act_words(), @where); $s == 0 or die $e } }
sub size_of { return (split /\n/, $_[0])[1] }

# ---- the key, and signing by hand ----

my $data  = data_dir();
my @where = ('--data', $data);
new_log(@where);
fails(3, 'no_checkpoint', 'nothing is signed yet', 'log', 'show', @where);
fails(78, 'log_key_missing', 'nor can it be without a key', 'log', 'sign', @where);
fails(3, 'bad_origin', 'a name that is none', 'log', 'key', '--origin', 'somewhere', @where);
my $vkey = ok_('a key', 'log', 'key', '--origin', 'songnuan.care.example.cn/tlog/150000', @where);
like($vkey, qr{^songnuan\.care\.example\.cn/tlog/150000\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}\n$}, '… whose public half is printed');
chomp $vkey;
is((stat "$data/log.key")[2] & 07777, 0600, '… and whose other half is its owner\'s alone');
fails(3, 'log_key_exists', 'no key over another', 'log', 'key', '--origin', 'songnuan.care.example.cn/tlog/150000', @where);
unlike(bytes("$data/log.key"), qr/\Q${\ bytes("$data\/root.key")}\E/, '… nor is it the root key');
act(5, @where);
my $first = ok_('signed', 'log', 'sign', @where);
is(ok_('shown', 'log', 'show', @where), $first, '… what is published is what was signed');
is(ok_('signed again', 'log', 'sign', @where), $first, '… where nothing is new, nothing changes');
is(bytes("$data/log.key.checkpoint"), $first, '… and it lies beside the key');
my $since = put(scratch() . '/first', $first);
my $old   = scratch() . '/old-backup';
ok_('a backup, as every night', 'backup', $old, @where);
act(4, @where);

# ---- files, and whoever checks them ----

ok_('signed', 'log', 'sign', @where);
my $public = scratch() . '/public';
like(ok_('exported', 'log', 'export', $public, @where, '--lang', 'en'), qr/records exported: 4 files/, '… bundle, tile, checkpoint, page');
like(ok_('exported again', 'log', 'export', $public, @where, '--lang', 'en'), qr/0 files written, 4 were/, '… writes nothing anew');
is((stat "$public/tile/entries/000.p/" . size_of(bytes("$public/checkpoint")))[2] & 07777, 0644, '… for everybody to read');
my @verify = ('verify', 'log', $public, '--vkey', $vkey);
like(ok_('verified', @verify, '--since', $since, '--lang', 'en'), qr/^ok: .*its beginning\nits signature is valid\n$/s, '… since the first checkpoint');
is(json(@verify)->{signature_checked}, 1, '… and as JSON');
like(ok_('without a key', 'verify', 'log', $public, '--lang', 'en'), qr/signature was not checked/, '… says what was not checked');
fails(69, 'log_unreached', 'nothing there', 'verify', 'log', scratch() . '/nowhere', '--vkey', $vkey);
fails(2, 'bad_vkey', 'a key that is none', 'verify', 'log', $public, '--vkey', $since);
fails(1, 'not_signed', 'another key', 'verify', 'log', $public, '--vkey', 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');

sub quietly { my @words = @_; my $out = qx{@{[map { "'$_'" } @words]} 2>&1}; return ($? >> 8, $out) }
my $go;
if (grep { -x "$_/go" } split /:/, $ENV{PATH}) {
	local @ENV{qw(GO111MODULE GOPATH GOCACHE GOFLAGS)} = ('off', '/usr/share/gocode', scratch() . '/gocache', '');
	my ($status, $out) = quietly('go', 'build', '-o', scratch() . '/check_log', "$independent/check_log.go");
	is($status, 0, 'the Go checker is built on golang.org/x/mod') or diag($out);
	$go = scratch() . '/check_log';
}

sub all_accept {
	my ($dir, $what) = @_;
	my ($status, $out) = quietly('bash', "$independent/check_checkpoint.sh", $dir, $vkey);
	is($status, 0, "bash and openssl: $what") or diag($out);
	SKIP: {
		skip 'Go is not installed', 1 unless $go;
		($status, $out) = quietly($go, $dir, $vkey);
		is($status, 0, "Go: $what") or diag($out);
	}
}
all_accept($public, 'signature, root and records agree');

for my $file (grep { !/verify\.html$/ } files($public)) {
	my $was  = bytes($file);
	my $bent = $was;
	substr($bent, length($was) / 2, 1) ^= "\x04";
	put($file, $bent);
	my $name = substr $file, length($public) + 1;
	my ($status, $out) = songnuan(@verify);
	is($status, 1, "a flipped byte in $name is refused by our own verifier");
	if ($name !~ m{^tile/0/}) { # bash computes its own hashes and reads none
		($status, $out) = quietly('bash', "$independent/check_checkpoint.sh", $public, $vkey);
		is($status, 1, '… by bash and openssl') or diag($out);
	}
	SKIP: {
		skip 'Go is not installed', 1 unless $go;
		($status, $out) = quietly($go, $public, $vkey);
		is($status, 1, '… by Go') or diag($out);
	}
	put($file, $was);
}
like(fails(1, 'log_entry_differs', 'a record and its hash part', 'verify', 'log', bent_record($public), '--lang', 'en'), qr/record 3 /, '… and which is told');

# A copy in which the fourth record says something else of the same length.
sub bent_record {
	my $dir = shift;
	my $to  = scratch() . '/bent';
	system('cp', '-r', $dir, $to) == 0 or die;
	my ($file) = grep { m{/entries/} } files($to);
	my ($bytes, $at) = (bytes($file), 0);
	$at += 2 + unpack 'n', substr $bytes, $at, 2 for 1 .. 3;
	substr($bytes, $at + 20, 1) ^= "\x01";
	put($file, $bytes);
	return $to;
}

# ---- the server ----

sub serve_log {
	my ($name, @where) = @_;
	my $server = Server->start('--demo', @where);
	my $at     = '/tlog/150000';
	my $said;
	my $size_at_least = sub {
		my $size = shift;
		for (1 .. 100) {
			$said = $server->ask('GET', "$at/checkpoint");
			return 1 if $said->{status} == 200 && size_of($said->{body}) >= $size;
			sleep 0.1;
		}
		return 0;
	};
	ok($size_at_least->(1), "$name: what is there is signed and published");
	my $size = size_of($said->{body});
	like($said->{headers}{'content-type'}, qr{^text/plain}, '… as text');
	is($said->{headers}{'cache-control'}, 'no-cache', '… which changes');
	my $tile = $server->ask('GET', "$at/tile/0/000.p/$size");
	is(length $tile->{body}, 32 * $size, "$name: a tile of hashes");
	like($tile->{headers}{'cache-control'}, qr/immutable/, '… which does not');
	is($server->ask('GET', "$at/$_")->{status}, 404, "$name: no $_")
		for 'tile/0/000', "tile/0/000.p/" . ($size + 1), 'tile/1/000.p/1', 'tile/0/0', 'tile/entries/001', '', 'checkpoint/', 'log.key', '../../etc/passwd';
	is($server->ask('GET', '/tlog/150100/checkpoint')->{status}, 404, "$name: no other region's");
	is($server->ask('POST', "$at/checkpoint", {}, '')->{status}, 405, "$name: nothing is sent there");
	my $zhang = $server->sign_in('zhang');
	my $made  = $zhang->write('POST', '/api/v1/cycles/hw/state', {to => 'checked'});
	like($made->{status}, qr/^20[01]$/, "$name: an act") or diag($made->{body});
	my $began = time;
	ok($size_at_least->($size + 1), '… is signed soon');
	diag(sprintf '%s: published after %.1f s', $name, time - $began) if $ENV{SONGNUAN_TIMES};
	my $key = ok_('the server\'s key', 'log', 'key', @where);
	chomp $key;
	like(ok_("$name: verified over HTTP", 'verify', 'log', "http://127.0.0.1:$server->{port}$at", '--vkey', $key, '--lang', 'en'), qr/signature is valid/, '… with its signature');
	return $server;
}
my $server = serve_log('SQLite', @where);
is((split /\n/, $server->ask('GET', '/tlog/150000/checkpoint')->{body})[0], 'songnuan.care.example.cn/tlog/150000', '… under the name that it was given');
fails(1, 'log_since_longer', 'what was published is not taken away', 'verify', 'log', $public, '--vkey', $vkey, '--since', put(scratch() . '/now', $server->ask('GET', '/tlog/150000/checkpoint')->{body}));
ok_('exported from beside it', 'log', 'export', $public, @where);
is(($server->stop)[0], 0, 'the server stops');
like(ok_('checked', 'log', 'check', '--with', $public, @where, '--lang', 'en'), qr/every published record is the database's\nok:/, '… the database is the published one');

# ---- an old backup ----

unlink glob "$data/songnuan.db*";
ok_('yesterday\'s backup is put back', 'restore', $old, '--data', $data, '--keys', "$data/root.key");
my $behind = fails(78, 'log_behind', 'it is not served', 'serve', @where, '--listen', '127.0.0.1:0', '--lang', 'en');
like($behind, qr/has 5 records of the log, but 10 were signed.*log\.key\.checkpoint/s, '… and what happened, where, is told');
fails(78, 'log_behind', 'nor written', act_words(), @where);
fails(78, 'log_behind', 'nor signed', 'log', 'sign', @where);
is((songnuan('cycle', 'show', 'hw', @where))[0], 0, 'it can be read');
my ($status, $out) = songnuan('log', 'check', '--with', $public, @where, '--lang', 'en');
is($status, 78, 'what is missing');
like($out, qr/^ *5 .*^ *9 .*5 records are those published; 5 more were published/ms, '… is listed');
rename "$data/log.key", "$data/lost" or die;
unlink "$data/log.key.checkpoint" or die;
fails(78, 'log_key_missing', 'a log that was signed gets no second key', 'serve', @where, '--listen', '127.0.0.1:0');
fails(78, 'log_key_missing', '… by hand neither', 'log', 'key', '--origin', 'songnuan.care.example.cn/tlog/150000', @where);
ok(!-e "$data/log.key", '… and none is left');

# ---- PostgreSQL ----

SKIP: {
	my $address = postgres_database() or skip 'PostgreSQL: no server (SONGNUAN_TEST_PG)', 1;
	my $keys    = scratch() . '/pg';
	mkdir $keys or die;
	my @there = ('--data', $address, '--keys', "$keys/root.key");
	new_log(@there);
	act(1, @there);
	my $pg = serve_log('PostgreSQL', @there);
	like(bytes("$keys/log.key"), qr{^PRIVATE\+KEY\+songnuan\.localhost/tlog/150000\+}, 'the first record makes a key beside the other, by region and address');
	put("$keys/log.key.checkpoint", "nothing\n");
	$pg->sign_in('li'); # a commit, so the keeper looks
	my $pid = delete $pg->{pid};
	local $SIG{ALRM} = sub { kill 'KILL', $pid };
	alarm 60;
	waitpid $pid, 0;
	alarm 0;
	is($? >> 8, 78, 'a server that finds its last checkpoint bent while it runs ends');
	like($pg->journal, qr/checkpoint_damaged/, '… and says why');
}
done_testing();
