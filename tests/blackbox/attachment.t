#!/usr/bin/perl
# Pictures and scans: added to a document, cleaned of where they were taken, read back by those who may.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Digest::SHA qw(sha256_hex);
use Test::More;
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

my $data = data_dir();
sub as { return ('--as', $_[0], '--data', $data) }
sub ok_ { my ($what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 0, $what) or diag($err); return $out }
sub refused { my ($reason, $what, @words) = @_; my ($status, $out, $err) = songnuan(@words); is($status, 3, $what); like($err, qr/$reason/, "… $reason"); return $err }
sub rows { my $answer = json(@_); return ref $answer eq 'HASH' ? $answer->{rows} : $answer }
sub bytes { open my $f, '<:raw', $_[0] or die; local $/; return scalar <$f> }

ok_('init', 'init', '--data', $data);
my $unions = write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲省总工会,2015-01-01\n1508,15,2,general,乙市总工会,2015-01-01\n1509,15,2,general,丁市总工会,2015-01-01\n");
ok_('unions', 'org', 'import', $unions, as('admin'));
for my $who (['li', '1508'], ['wu', '1509']) {
	ok_("$who->[0]", 'user', 'add', $who->[0], '--name', '某', '--org', $who->[1], as('admin'));
	ok_('… is maker', 'user', 'grant', $who->[0], '--role', 'maker', '--org', $who->[1], as('admin'));
}
ok_('programmes are of all unions', 'user', 'add', 'zhao', '--name', '某', '--org', '15', as('admin'));
ok_('… so is their maker', 'user', 'grant', 'zhao', '--role', 'maker', as('admin'));
ok_('a programme', 'programme', 'load', "$FindBin::Bin/../../data/programmes/condolence-campaign.json", as('zhao'));
ok_('a cycle', 'cycle', 'create', 'hw-2024', '--name', '2024年环卫工人节', '--programme', 'condolence-campaign', '--org', '1508', '--from', '2024-10-01', '--until', '2024-12-01', as('li'));
my $paper = '01990000-0000-7000-8000-000000000001';
ok_('a paper', 'fund', 'receive', '--org', '1508', '--source', 'OWN', '--amount', '500', '--cycle', 'hw-2024', '--words', '收到', '--id', $paper, as('li'));

# a JPEG with the way up, a place and a comment in it
sub segment { my ($marker, $body) = @_; return "\xFF" . chr($marker) . pack('n', length($body) + 2) . $body }
my $frame = segment(0xC0, "\x08\x00\x01\x00\x01\x01\x01\x11\x00");
my $rest = segment(0xDB, "\0" . 'q' x 64) . $frame . segment(0xDA, "\x01\x01\x00\x00\x3F\x00") . "data\xFF\xD9";
my $exif = "Exif\0\0MM\0*\0\0\0\x08\0\x01" . pack('nnNnn', 0x112, 3, 1, 6, 0) . "\0\0\0\0GPS 40.8,111.7";
my $picture = write_file('现场.txt', "\xFF\xD8" . segment(0xE1, $exif) . segment(0xFE, 'taken at home') . $rest . 'behind');
my $id = '01990000-0000-7000-8000-0000000000a1';
my @add = ('attachment', 'add', $picture, '--for', "document:$paper", '--consent', 'yes', '--caption', '收款凭证', '--id', $id);
my $added = json(@add, as('li'));
is($added->{type}, 'image/jpeg', 'its kind by its content, whatever the file is called');
is(json(@add, as('li'))->{id}, $id, 'the same again is the same answer');
is(scalar @{rows('attachment', 'list', '--org', '15', '--data', $data)}, 1, '… and adds nothing');

my $out = scratch() . '/back.jpg';
ok_('read back', 'attachment', 'get', $id, '-o', $out, as('li'));
my $back = bytes($out);
is(sha256_hex($back), $added->{sha256}, 'what is read has the digest that was told');
unlike($back, qr/GPS|taken at home|behind/, 'where it was taken, comments and what stood behind are gone');
like($back, qr/Exif\0\0MM\0\*.*\x01\x12\0\x03\0\0\0\x01\0\x06/s, 'the way up is kept');
unlike(bytes("$data/songnuan.db"), qr/qqqqqqqq/, 'the database holds it sealed');

refused('not_granted', 'not read by a maker of another union', 'attachment', 'get', $id, '-o', $out, as('wu'));
refused('no_actor|missing_field', 'nor by nobody', 'attachment', 'get', $id, '-o', $out, '--data', $data);
refused('missing_field', 'a picture is not thrown on the terminal', 'attachment', 'get', $id, as('li'));
refused('not_granted', 'not added by a maker of another union', 'attachment', 'add', $picture, '--for', "document:$paper", '--consent', 'yes', as('wu'));
refused('attachment_consent', 'consent is said, not assumed', 'attachment', 'add', $picture, '--for', "document:$paper", '--consent', 'maybe', as('li'));
refused('attachment_kind', 'no other kind', 'attachment', 'add', write_file('a.jpg', 'GIF89a'), '--for', "document:$paper", '--consent', 'no', as('li'));
refused('attachment_broken', 'a picture that was cut off', 'attachment', 'add', write_file('cut.jpg', substr($back, 0, 60)), '--for', "document:$paper", '--consent', 'no', as('li'));
refused('attachment_subject', 'to something that has a kind', 'attachment', 'add', $picture, '--for', "photo:$paper", '--consent', 'no', as('li'));
refused('document_gone', 'and is there', 'attachment', 'add', $picture, '--for', 'document:01990000-0000-7000-8000-00000000ffff', '--consent', 'no', as('li'));
refused('attachment_differs', 'one id, one content', 'attachment', 'add', $picture, '--for', "document:$paper", '--consent', 'no', '--id', $id, as('li'));
my $zh = refused('attachment_consent', 'in Chinese', 'attachment', 'add', $picture, '--for', "document:$paper", '--consent', 'x', '--lang', 'zh', as('li'));
utf8::decode($zh);
like($zh, qr/未同意，只作凭证，不公开/, '… with what the words mean');
my $list = ok_('listed', 'attachment', 'list', '--for', "单据:$paper", '--lang', 'zh', '--data', $data);
utf8::decode($list);
like($list, qr/收款凭证/, '… with its caption');
like($list, qr/已同意/, '… and consent in words');
ok_('verify opens it', 'verify', '--data', $data);
done_testing();
