#!/usr/bin/perl
# The console's files as a browser asks for them: whole, compressed, unchanged, and never one instead of another.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use IO::Uncompress::Gunzip qw(gunzip);
use Test::More;
use Run;
use Server;

my @where = ('--data', data_dir());
is((songnuan('init', @where))[0], 0, 'a database');
my $s = Server->start(@where);

my $page = $s->ask('GET', '/');
is($page->{status}, 200, 'the page is there');
is($page->{headers}{'content-type'}, 'text/html; charset=utf-8', '… as HTML');
is($page->{headers}{'cache-control'}, 'no-cache', '… asked for again each time');
my $policy = $page->{headers}{'content-security-policy'};
like($policy, qr/default-src 'self'/, '… under a policy');
unlike($policy, qr/unsafe|\*|https?:/, '… that lets nothing inline in, nothing evaluated, nothing from elsewhere');
like($policy, qr/frame-ancestors 'none'/, '… and no frame around it');
unlike($page->{body}, qr/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/, 'nothing stands inline in it');
like($page->{body}, qr/Chrome 109/, 'who cannot run it can read what to do');
is($s->ask('GET', $_)->{body}, $page->{body}, "$_ is that page, too") for '/admin', '/admin/', '/admin/cycles/hw-2024?x=1';

my @files = $page->{body} =~ m{(?:src|href)="(/[^"]+)"}g;
cmp_ok(scalar @files, '>', 3, 'it names its files');
for my $file (@files) {
	my $plain = $s->ask('GET', $file);
	is($plain->{status}, 200, "$file is there") or next;
	next unless $file =~ m{^/assets/};
	is($plain->{headers}{'cache-control'}, 'public, max-age=31536000, immutable', '… to be kept, as its name says what it is');
	my $packed = $s->ask('GET', $file, {'accept-encoding' => 'gzip'});
	gunzip(\$packed->{body} => \my $again);
	is($again, $plain->{body}, '… the same under gzip') if ($packed->{headers}{'content-encoding'} // '') eq 'gzip';
	my $small = $s->ask('GET', $file, {'accept-encoding' => 'gzip, br'});
	cmp_ok(length $small->{body}, '<=', length $packed->{body}, '… and no larger under brotli');
	like($small->{headers}{vary}, qr/Accept-Encoding/, '… told apart by what was asked for');
	my $none = $s->ask('GET', $file, {'if-none-match' => $plain->{headers}{etag}});
	is("$none->{status} $none->{body}", '304 ', '… and not sent again to who has it');
}

for my $none ('/assets/admin-00000000.js', '/admin/x.js', '/assets/', '/assets/../admin.html', '/assets/%2e%2e/admin.html', '/administrator', '//') {
	my $r = $s->ask('GET', $none);
	is("$r->{status} " . ($r->{json}{code} // ''), '404 no_such_route', "$none is nothing, and no page instead of it");
}
my $r = $s->ask('POST', '/', {}, 'x');
is("$r->{status} $r->{headers}{allow}", '405 GET, HEAD', 'files are only read');
is(($s->stop)[0], 0, 'and it ends');
done_testing;
