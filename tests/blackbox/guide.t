#!/usr/bin/perl
# The guides say what the program does: every command that they name is there and takes the options they give it; and who
# walks through the Chinese guide from an empty directory, command after command, is not stopped.
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

# ---- a walk through the guide, in a directory of its own ----

my ($data, %said) = (data_dir());
sub id { return sprintf '01990000-0000-7000-8000-0000000000%02d', $_[0] }
sub step { my ($status, $out, $err) = songnuan(@_, '--data', $data); return ($status, decode('UTF-8', $out), decode('UTF-8', $err)) }
sub quietly { my ($status, $out, $err) = step(map { ref $_ ? @$_ : $_ } @_); is($status, 0, "between the lines: @_") or diag($err) if $status != 0; return $out }
sub sign { my ($id) = @_; quietly('document', 'sign', $id, '--hand', $_->[0], '--as', $_->[1]) for ['checker', 'zhang'], ['approver', 'wang'], ['treasurer', 'qian'] }

# Files and places that the guide names, and what they hold. All people are synthetic.
my %files = (
	'unions.csv'                => "$docs/../data/orgs/150000.csv",
	'condolence-campaign.json'  => "$docs/../data/programmes/condolence-campaign.json",
	'花名册.csv'   => write_file('roster.csv', "姓名,身份证号,电话,班组\n王合成,150201196001010014,13800000001,第1班\n李合成,,,第1班\n张合成,1.50201E+17,,第1班\n赵合成,150201196604040041,,第1班\n钱合成,15020119660404,,第1班\n合计,5人,,\n"),
	'合作单位.csv' => write_file('partners.csv', "代码,名称,类型\ncgj,某市城市管理局,政府部门\n"),
	'发放.csv'     => write_file('given.csv', "delivery_id,id_number,item,quantity,level,at,by\n1,150201196001010014,kit:2024-hw,1,B,2026-10-26,fa\n2,150201196202020024,kit:2024-hw,1,C,2026-10-26,fa\n3,150201196001010014,kit:2024-hw,1,C,2026-10-27,fa\n4,150201196403030034,kit:2024-hw,1,B,2026-10-27,fa\n5,150201196202020024,kit:2024-hw,1,A,2026-10-27,fa\n"),
	'问.csv'       => write_file('ask.csv', "delivery_id,id_number,item,quantity,level,at,by\n6,150201196001010014,kit:2024-hw,1,B,2026-10-28,fa\n"),
	'上报.csv'     => write_file('reported.csv', "工会代码,工会名称,范围,人数,人数性质,金额（元）,金额含义\n150821,,own,400,more_than,80000,given\n150822,,own,200,exact,,unknown\n150823,磴口县总工会,own,10,exact,,unknown\n"),
	'退回.xlsx'    => scratch() . '/back.xlsx', '发放退回.xlsx' => scratch() . '/back-2.xlsx', '备份.snb' => scratch() . '/copy.snb',
	'/srv/songnuan' => $data, '/srv/new' => data_dir(), '/safe/root.key' => "$data/root.key",
	'存证公钥.txt' => scratch() . '/log-key', '检查点.txt' => scratch() . '/checkpoint',
	map { $_ => scratch() . '/public' } '/srv/www/tlog/150000', 'https://care.example.cn/tlog/150000',
);
my %ids = ('…b' => id(11), '…p' => id(12), '…4' => id(14), '…5' => id(15));

# What the guide says in its text, or leaves to the reader: done before the line that starts so.
my @between = (
	['user list', sub {
		my %role = (zhang => 'checker', wang => 'approver', qian => 'cashier', cang => 'keeper', fu => 'keeper', fa => 'distributor', zhao => 'distributor');
		for (sort keys %role) {
			quietly('user', 'add', $_, '--name', $_ eq 'cang' ? encode('UTF-8', '仓管') : $_, '--org', '150800', '--as', 'admin');
			quietly('user', 'grant', $_, '--role', $role{$_}, '--org', '150800', '--as', 'admin');
		}
		quietly('user', 'grant', 'li', '--role', 'maker', '--as', 'admin');
		quietly('user', 'add', 'kuai', '--name', 'kuai', '--org', '150800', '--as', 'admin');
		quietly('user', 'grant', 'kuai', '--role', 'accountant', '--as', 'admin');
	}],
	['fund receive', sub { quietly('fund', 'matrix', "$docs/../data/funds/matrix.json", '--as', 'kuai') }],
	['budget add', sub { sign($said{allot}) }],
	['purchase open', sub {
		quietly('item', 'add', @$_, '--as', 'li') for ['rice-10kg', '--name', encode('UTF-8', '大米10公斤')], ['oil-5l', '--name', encode('UTF-8', '食用油5升')], ['coat', '--name', encode('UTF-8', '棉服')];
		quietly('partner', 'add', $_, '--name', encode('UTF-8', "合成公司$_"), '--kind', 'company', '--as', 'li') for qw(s1 s2 s3);
	}],
	['purchase contract', sub { quietly('purchase', 'quote', $ids{'…p'}, '--supplier', $_, '--amount', '1100', '--as', 'li') for qw(s2 s3) }],
	['entitle ', sub {
		my $more = write_file('roster-2.csv', "姓名,身份证号\n孙合成,150201196202020024\n");
		quietly('people', 'import', $more, '--org', '150802', '--category', encode('UTF-8', '环卫工'), '--as', 'li');
	}],
	['log key', sub { quietly('log', 'key', '--origin', 'songnuan.care.example.cn/tlog/150000'); quietly('log', 'sign') }],
	['donation receive', sub { sign($said{purchase}); quietly('partner', 'add', 'hw-co', '--name', encode('UTF-8', '合成环卫公司'), '--kind', 'company', '--org', '150802', '--as', 'li') }],
);
my %refused = (qr/^people import / => 4, qr/^fund allot .*--count 2/ => 3, qr/^stock count / => 3, qr/^deliver / => 4, qr/^reported import / => 4);
my $not_walked = qr/编号|诉求|^oidc |^portion |^attachment |^visit |^closing |^receipt |^ledger statement|\bID\b|(?:^| )… |^action |^site |^team |^cycle copy |^purchase (?:send-back|credit) |^letter |^size |^card |^payout |^honour |^user (?:password|setup-code|codes|resets?|reset-confirm|sessions|revoke-sessions)\b|^audit /;

# [command, lines that the guide prints of its answer …], in the order of the walk.
sub walked_lines {
	my ($chapter, $fenced, %lines) = (0, 0);
	for (split /\n/, text_of("$docs/guide.zh-CN.md")) {
		$chapter = $1 if /^## (\d+)\./;
		if (/^```/) { $fenced = !$fenced; next }
		next unless $fenced;
		if (/^(?:\$ )?songnuan (.*?)(?:\s{3,}[^\x00-\x7f-].*)?$/) { push @{$lines{$chapter}}, [$1] }
		elsif ($lines{$chapter}) { push @{$lines{$chapter}[-1]}, $_ }
	}
	return map { @{$lines{$_} // []} } 2, 4, 3, 5 .. 14; # users need their unions
}
# The shape of a line: whatever the numbers, ids and places are.
sub shape {
	my ($line) = @_;
	$line =~ s{/[A-Za-z0-9_./-]+}{/}g;
	$line =~ s/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|…\w?(?=[：:])/U/g;
	$line =~ s/[0-9][0-9,.]*/#/g;
	return join ' ', split ' ', $line;
}
sub a_walk {
	for my $walked (walked_lines()) {
		my ($line, @printed) = @$walked;
		next if $line =~ $not_walked;
		$line =~ /^\Q$_->[0]\E/ and !$_->[2]++ and $_->[1]->() for @between;
		my @words = map { $files{$_} // $ids{$_} // $_ } words_of($line);
		my ($want) = map { $line =~ /$_/ ? $refused{$_} : () } keys %refused;
		my ($status, $out, $err) = $line =~ / --data / ? map { decode('UTF-8', $_) } songnuan(map { encode('UTF-8', $_) } @words, '--lang', 'zh')
			: step(map { encode('UTF-8', $_) } @words, '--lang', 'zh');
		is($status, $want // 0, $line) or diag($out, $err);
		my %real = map { shape($_) => 1 } split /\n/, "$out$err";
		for my $printed (@printed) {
			my $name = join '|', map { quotemeta } sort { length $b <=> length $a } keys %files;
			my $expected = $printed =~ s/($name)/$files{$1}/gr;
			next if $real{shape($expected)};
			fail("the guide prints what is not said: $printed");
			diag($line, "\n", $out, $err);
		}
		$said{$words[1] // ''} = $1 if $out =~ /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/;
	}
}
subtest 'a walk through the Chinese guide' => \&a_walk;

done_testing();
