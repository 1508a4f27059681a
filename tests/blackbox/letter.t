#!/usr/bin/perl
# Letters: entered, checked by another person, printed as pages whose names are no markup, counted once.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Encode ();
use Test::More;
use Run;
binmode $_, ':encoding(UTF-8)' for Test::More->builder->output, Test::More->builder->failure_output;

my $data = data_dir();
my $scratch = scratch();
sub as { return ('--as', $_[0], '--data', $data) }
sub run_ { my ($status, $out, $err) = songnuan(@_); utf8::decode($out); utf8::decode($err); return ($status, $out, $err) }
sub ok_ { my ($what, @words) = @_; my ($status, $out, $err) = run_(@words); is($status, 0, $what) or diag($err); return $out . $err }
sub refused { my ($reason, $what, @words) = @_; my ($status, $out, $err) = run_(@words); is($status, 3, $what) or diag($err); like($err, qr/$reason/, "… $reason"); return $err }
sub rows { my $answer = json(@_); return ref $answer eq 'HASH' ? $answer->{rows} : $answer }
sub slurp { open my $in, '<:encoding(UTF-8)', $_[0] or die "$_[0]: $!"; local $/; return scalar <$in> }

# ---- a small world: one county, three people of two teams, one of whom has a name that looks like markup ----
ok_('init', 'init', '--data', $data);
ok_('unions', 'org', 'import', write_file('unions.csv', "code,parent,level,kind,name,from\n15,,1,general,甲区总工会,2015-01-01\n1508,15,3,general,乙县<总>工会,2015-01-01\n1509,15,3,general,丙县总工会,2015-01-01\n"), as('admin'));
for my $who (['li', 'maker', '15'], ['wang', 'checker', '15'], ['zhao', 'approver', '15'], ['he', 'maker', '1509']) {
	ok_($who->[0], 'user', 'add', $who->[0], '--name', '示例', '--org', $who->[2], as('admin'));
	ok_("… is $who->[1]", 'user', 'grant', $who->[0], '--role', $who->[1], '--org', $who->[2], as('admin'));
}
ok_('li is maker for all', 'user', 'grant', 'li', '--role', 'maker', as('admin'));
ok_('people', 'people', 'import', write_file('people.csv', "姓名,身份证号,班组,类别,备注\n合一,,<b>一班</b>,环卫工,合成数据\n合二,,<b>一班</b>,环卫工,合成数据\n合三,,,环卫工,合成数据\n"), '--org', '1508', as('li'));
my $programme = '{"schema":1,"code":"care","version":1,"name":{"zh":"慰问","en":"care"},"kind":"campaign","effective":{"from":"2024-01-01","until":null},"source":"a test","eligibility":{"categories":["环卫工"],"rules":[]},"benefits":[{"code":"gift","items":["kit"],"standard_fen":20000,"source":"a test"}],"caps":[],"sources":[]}';
ok_('programme', 'programme', 'load', write_file('programme.json', $programme), as('li'));
ok_('item', 'item', 'add', 'kit', '--name', '礼包&"棉衣"', as('li'));
ok_('cycle', 'cycle', 'create', 'hw', '--programme', 'care', '--org', '15', '--name', '慰问', '--from', '2024-10-01', '--until', '2099-12-31', as('li'));
ok_('checked', 'cycle', 'advance', 'hw', '--to', 'checked', as('wang'));
ok_('approved', 'cycle', 'advance', 'hw', '--to', 'approved', as('zhao'));
ok_('entitled', 'entitle', '--cycle', 'hw', '--org', '15', as('li'));

# ---- texts ----
my $text = write_file('letter.txt', "尊敬的{name}：\n\n　　{union}慰问{team}，送上{item}。{year}\n");
my @add = ('letter', 'add', 'hw', '--cycle', 'hw', '--sender', '15', '--title', '慰问信', '--day', '2024-10-20');
like(ok_('a text', @add, '--file', $text, '--lang', 'zh', as('li')), qr/第 1 版/, '… is version 1');
like(ok_('again', @add, '--file', $text, '--lang', 'zh', as('li')), qr/第 1 版/, '… and the same again too');
like(ok_('the same as an older editor saves it', @add, '--file', write_file('gb.txt', Encode::encode('gbk', slurp($text))), '--lang', 'zh', as('li')), qr/第 1 版/, '… is the same text');
my $err = refused('letter_placeholder', 'a placeholder that is not known', @add, '--file', write_file('bad.txt', "您好\n{naem}\n"), '--lang', 'zh', as('li'));
like($err, qr/第 2 行.*\{name\}/, '… with its line and what there is');
refused('letter_script', 'Chinese for Mongolian', @add, '--language', 'mn', '--file', $text, as('li'));
refused('letter_lang', 'a language that is not known', @add, '--language', 'fr', '--file', $text, as('li'));
refused('no_such_partner', 'a sender that nobody knows', 'letter', 'add', 'hw', '--cycle', 'hw', '--sender', 'acftu', '--file', $text, as('li'));
refused('not_granted', 'not for the region', @add, '--file', $text, as('he'));
ok_('the national federation', 'partner', 'add', 'acftu', '--name', '中华全国总工会', '--kind', 'national', '--org', '15', as('li'));
my $mongol = "\x{1830}\x{1820}\x{1822}\x{1822}\x{1828} {name}";
ok_('in Mongolian, from the national federation', 'letter', 'add', 'hw', '--cycle', 'hw', '--language', 'mn', '--sender', 'acftu', '--day', '2024-10-20', '--file', write_file('mn.txt', "$mongol\n"), as('li'));
like(ok_('shown', 'letter', 'show', 'hw', '--cycle', 'hw', '--data', $data), qr/尊敬的\{name\}/, '… as it was entered');
my $shown = json('letter', 'show', 'hw', '--cycle', 'hw', '--data', $data);
is("$shown->{code} $shown->{version} $shown->{state} $shown->{day}", 'hw 1 draft 2024-10-20', 'shown as one JSON object');
like($shown->{body}, qr/尊敬的\{name\}/, '… with the text in it');
my $proof = "$scratch/proof.html";
ok_('a proof', 'letter', 'show', 'hw', '--cycle', 'hw', '-o', $proof, '--data', $data);
like(slurp($proof), qr/样稿.*尊敬的\{name\}/s, '… says so, with its placeholders');

# ---- checking ----
my $file = "$scratch/letters.html";
my @print = ('letter', 'print', 'hw', '--cycle', 'hw', '--org', '1508', '-o', $file);
refused('letter_unchecked', 'nobody checked it', @print, as('li'));
refused('not_granted', 'a maker checks none', 'letter', 'check', 'hw', '--cycle', 'hw', '--version', '1', as('li'));
ok_('… and grants', 'user', 'grant', 'li', '--role', 'checker', '--org', '15', as('admin'));
refused('letter_own_text', 'nor his own', 'letter', 'check', 'hw', '--cycle', 'hw', '--version', '1', as('li'));
refused('no_such_letter', 'a version that is not there', 'letter', 'check', 'hw', '--cycle', 'hw', '--version', '2', as('wang'));
ok_('checked by another', 'letter', 'check', 'hw', '--cycle', 'hw', '--version', '1', as('wang'));
ok_('the Mongolian too', 'letter', 'check', 'hw', '--cycle', 'hw', '--language', 'mn', '--version', '1', as('wang'));
is_deeply([map { "$_->{language} $_->{version} $_->{state} $_->{checked_by}" } @{rows('letter', 'list', '--cycle', 'hw', '--data', $data)}], ['mn 1 checked wang', 'zh 1 checked wang'], 'the list says who checked');

# ---- printing by name ----
like(ok_('printed', @print, '--lang', 'zh', as('li')), qr/新印 2 封，重印 0 封.*另有 1 个名额的人不在任何班组/s, '… who is in no team is told');
my $html = slurp($file);
is(() = $html =~ /<section class="letter/g, 2, 'a page each');
like($html, qr{尊敬的合一：</p>}, '… by name');
like($html, qr{乙县&lt;总&gt;工会慰问&lt;b&gt;一班&lt;/b&gt;，送上礼包&amp;&quot;棉衣&quot;。2024}, '… with every placeholder, and nothing of it is markup');
unlike($html, qr{<b>|<总>|https?:|src=}, '… nor fetched from anywhere');
like($html, qr/\@page\{size:A4/, '… for A4');
like($html, qr/甲区总工会.*2024年10月20日/s, '… signed');
is((stat $file)[2] & 0777, 0600, 'the file is the maker\'s alone');
like(ok_('printed again', @print, '--lang', 'zh', as('li')), qr/新印 0 封，重印 2 封/, '… are reprints');
refused('not_granted', 'not by another union', @print, as('he'));
refused('missing_field', 'not onto the terminal', @print[0 .. 6], as('li'));
refused('letter_nobody', 'nobody is entitled there', 'letter', 'print', 'hw', '--cycle', 'hw', '--org', '1509', '-o', $file, as('li'));
my $mn = "$scratch/mn.html";
ok_('in Mongolian', 'letter', 'print', 'hw', '--cycle', 'hw', '--language', 'mn', '--org', '1508', '-o', $mn, as('li'));
like(slurp($mn), qr/lang="mn-Mong".*writing-mode:vertical-lr.*class="letter mn".*中华全国总工会/s, '… stands upright, in columns from left to right');
is(() = slurp($mn) =~ /<section/g, 3, '… for those in no team too: it names none');

# ---- by team ----
refused('letter_to_one', 'what speaks to one is not for a team', @print, '--by', 'team', as('li'));
refused('letter_way', 'a way that is not known', @print, '--by', 'house', as('li'));
ok_('a text for teams', 'letter', 'add', 'team', '--cycle', 'hw', '--sender', '15', '--file', write_file('team.txt', "{team}的同志们，辛苦了！\n"), as('li'));
ok_('checked', 'letter', 'check', 'team', '--cycle', 'hw', '--version', '1', as('wang'));
like(ok_('by team', 'letter', 'print', 'team', '--cycle', 'hw', '--org', '15', '--by', 'team', '-o', $file, '--lang', 'en', as('li')), qr/1 letters, 0 reprints, 2 entitlements/, '… one for both');
like(slurp($file), qr{class="names"><span>合二</span>\n<span>合一</span>}, "… with their names, in the order of Chinese");

# ---- counting ----
my %of = map { (($_->{team} // '-') . " $_->{code} $_->{language}") => "$_->{letters} $_->{again} $_->{reached}" } @{rows('letter', 'count', '--cycle', 'hw', '--org', '15', '--data', $data)};
is_deeply(\%of, {'<b>一班</b> hw zh' => '2 2 2', '<b>一班</b> hw mn' => '2 0 2', '- hw mn' => '1 0 1', '<b>一班</b> team zh' => '1 0 2'}, 'by union, team, code and language');
like(ok_('in 封', 'letter', 'count', '--cycle', 'hw', '--org', '15', '--lang', 'zh', '--data', $data), qr/共 6 封/, '… of their own unit');
my $missing = rows('letter', 'missing', '--cycle', 'hw', '--org', '15', '--letter', 'hw', '--language', 'zh', '--data', $data);
is_deeply([map { $_->{name} } @$missing], ['合**'], 'who has none in Chinese is listed, masked');
is(scalar @{rows('letter', 'missing', '--cycle', 'hw', '--org', '15', '--data', $data)}, 0, 'everybody has one of some kind');
my $report = json('report', '--cycle', 'hw', '--org', '15', '--data', $data);
is_deeply($report->{letters}, {unit => 'letter', printed => 6, again => 2}, 'the report has them in their own unit');
ok_('verify', 'verify', '--data', $data);
done_testing();
