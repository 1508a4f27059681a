#!/usr/bin/perl
# The guides say what the program does: every command that they name is there and takes the options they give it.
use strict;
use warnings;
use utf8;
use Encode qw(decode encode);
use FindBin;
use lib $FindBin::Bin;
use Test::More;
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output, Test::More->builder->todo_output;

my $docs = "$FindBin::Bin/../../docs";
sub text_of { my ($path) = @_; open my $f, '<:encoding(UTF-8)', $path or die "$path: $!"; local $/; return scalar <$f> }

# Words of a line as a shell would see them; a comment ends it. Good enough for what a guide prints.
sub words_of {
	my ($line) = @_;
	my @words;
	while ($line =~ /\G\s*(?:(#.*)|'([^']*)'|"([^"]*)"|(\S+))/gc) {
		last if defined $1;
		push @words, defined $2 ? $2 : defined $3 ? $3 : $4;
	}
	return @words;
}

# ---- every command is there, with these options ----

my (%verbs, %options);
sub known_commands {
	my ($status, $out) = songnuan('--help', '--lang', 'en');
	for (split /\n/, decode('UTF-8', $out)) {
		$verbs{$1}{$2 // ''} = 1 if /^  ([a-z]+)(?: ([a-z-]+))?  /;
	}
}
sub options_of {
	my ($command) = @_;
	return $options{$command} //= do {
		my ($status, $out) = songnuan(split(/ /, $command), '--help', '--lang', 'en');
		my %known = map { $_ => 1 } decode('UTF-8', $out) =~ /^\s+--([a-z-]+)/mg;
		$known{$_} = 1 for qw(data keys as format output lang help o);
		\%known;
	};
}
sub check_command {
	my ($where, @words) = @_;
	my $group = shift @words;
	my $verb = @words && $verbs{$group}{$words[0]} ? shift @words : '';
	return is("$group $verb", 'a command', "$where: songnuan $group") unless $verbs{$group} && $verbs{$group}{$verb};
	my $command = $verb eq '' ? $group : "$group $verb";
	my $known = options_of($command);
	my @strange = grep { !$known->{$_} } map { /^\[?--?([a-z][a-z-]*)/ ? $1 : () } @words;
	is("@strange", '', "$where: songnuan $command");
}

# "`songnuan x y --z`" anywhere, "`x y --z`" where x is a command with that verb, and lines of fences.
sub every_command_is_there {
	my ($name) = @_;
	my ($fenced, $no) = (0, 0);
	for my $line (split /\n/, text_of("$docs/$name")) {
		$no++;
		if ($line =~ /^```/) { $fenced = !$fenced; next }
		my @found = $fenced ? ($line =~ /^(?:\$ )?songnuan ([a-z].*)/) : ($line =~ /`([^`]+)`/g);
		for my $text (@found) {
			my @words = words_of($text =~ s/^songnuan //r);
			next if !@words || !$verbs{$words[0]};
			next if !$fenced && $text !~ /^songnuan / && (@words == 1 || !$verbs{$words[0]}{$words[1]});
			next if $words[0] eq 'man';
			check_command("$name:$no", @words);
		}
	}
}

known_commands();
ok(keys %verbs > 30, 'the program tells its commands');
subtest "$_ names commands that are there" => sub { every_command_is_there($_) } for 'guide.zh-CN.md', 'guide.en.md';

done_testing();
