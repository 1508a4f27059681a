# A thin front: meson and ninja build, prove runs the tests. Each target installs what it needs first.
.POSIX:
.PHONY: demo test build check format fuzz bench coverage torture hostile man clean

BUILD = build
DEMO_DATA = $(BUILD)/demo
SERVE = 1

demo: build            # the 2024 case, from an empty directory to the printed report, then in the browser; SERVE=0: the report is the end
	@rm -rf $(DEMO_DATA)
	@$(BUILD)/songnuan demo --data $(DEMO_DATA)
	@[ "$(SERVE)" = 0 ] || $(BUILD)/songnuan serve --demo --data $(DEMO_DATA) 2>$(DEMO_DATA)/journal.log || \
		{ cat $(DEMO_DATA)/journal.log; exit 1; }

build:
	@tools/setup.sh build web
	@[ -f $(BUILD)/build.ninja ] || CC_LD=mold meson setup $(BUILD) >/dev/null
	@ninja -C $(BUILD) --quiet

test: build            # everything that .ci/run asks: both engines, sanitizers, source checks
	@tools/setup.sh test check sanitize browser
	@tools/run-tests.sh all

check: build           # format, tidy, layers, headers, globals, names, money
	@tools/setup.sh check
	@tools/run-tests.sh source
	@tools/check-tidy.sh $(BUILD)

format:
	@tools/setup.sh check
	@clang-format -i $$(git ls-files '*.c' '*.h')

fuzz:                  # SECONDS a target, clang, libFuzzer with address and undefined sanitizers
	@tools/setup.sh build web sanitize
	@tools/run-fuzz.sh

bench:                 # our speed as ratios to a reference of the same run
	@tools/setup.sh build web test bench
	@tools/run-bench.sh

coverage:              # branches of rules and parsers
	@tools/setup.sh build web test bench
	@tools/run-coverage.sh

torture: build         # the long forms of fault and property tests; long fuzzing is FUZZ_SECONDS=300 make fuzz
	@tools/setup.sh test
	@SONGNUAN_KILLS=300 SONGNUAN_PROPERTY_RUNS=10000 SONGNUAN_EDITS=1000 SONGNUAN_TESTS='*faults|*_property|edits' \
		tools/with-postgres.sh sh -c 'tools/run-tests.sh unit && tools/run-tests.sh blackbox'

hostile: build         # attacked by specmatic, sqlmap, wapiti, slowhttptest and wrk: no finding, nothing leaks, others are served
	@tools/setup.sh test sanitize hostile
	@tools/run-hostile.sh

man: build             # build/man/songnuan.1 and a page for every group of commands
	@mkdir -p $(BUILD)/man
	@$(BUILD)/songnuan man >$(BUILD)/man/songnuan.1
	@for group in $$($(BUILD)/songnuan --help --lang en | sed -n 's/^  \([a-z]*\) .*/\1/p' | sort -u); do \
		$(BUILD)/songnuan man $$group >$(BUILD)/man/songnuan-$$group.1 || exit 1; \
	done

clean:
	rm -rf build build-*
