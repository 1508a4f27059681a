#!/usr/bin/perl
# Help and man pages: every command explains itself in both languages, every page is clean mdoc.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Run;

sub command_lines {
	my ($status, $out) = songnuan('--help', '--lang', 'en');
	is($status, 0, '--help answers');
	return map { [split ' ', $_] } $out =~ /^  (\S+(?: [a-z-]+)?) +\S/mg;
}

sub explains_itself {
	my ($words) = @_;
	my $name = "@$words";
	my %options;
	for my $lang ('en', 'zh') {
		my ($status, $out, $err) = songnuan(@$words, '--help', '--lang', $lang);
		is($status, 0, "$name --help in $lang") or diag($err);
		my ($usage) = $out =~ /^(?:usage: |用法：)songnuan \Q$name\E(.*)$/m;
		ok(defined $usage, "$name says how it is used in $lang") or next;
		my @named = sort $usage =~ /--([a-z0-9-]+)/g;
		my @explained = grep { $out =~ /^  --\Q$_\E(?: .*)?\n      \S/m } @named;
		is("@explained", "@named", "$name explains each of its options in $lang");
		$options{$lang} = "@named";
	}
	is($options{zh}, $options{en}, "$name has the same options in both languages");
}

sub lint {
	my ($name, @words) = @_;
	my ($status, $out) = songnuan('man', @words);
	is($status, 0, "man @words");
	my $file = write_file("$name.1", $out);
	my $said = `mandoc -T lint -W warning $file 2>&1`;
	is($said, '', "$name(1) is clean mdoc");
	return $out;
}

my @commands = command_lines();
cmp_ok(scalar @commands, '>', 40, 'the list has every command');
explains_itself($_) for @commands;

SKIP: {
	skip 'mandoc is not installed', 1 if system('command -v mandoc >/dev/null 2>&1') != 0;
	my %groups = map { $_->[0] => 1 } @commands;
	my $overview = lint('songnuan');
	for my $group (sort keys %groups) {
		my $page = lint("songnuan-$group", $group);
		like($overview, qr/^\.It Nm \Q$group\E\b/m, "the overview names $group");
		like($page, qr/^\.Ss \Q$group\E/m, "songnuan-$group(1) has its commands");
	}
}
my ($status) = songnuan('man', 'nonsense');
is($status, 2, 'a page that is not there is a wrong usage');
done_testing();
