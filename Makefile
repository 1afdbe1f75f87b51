# SPDX-License-Identifier: EUPL-1.2
# The two commands: `make run` and `make test`. Everything generated is under $(B) (build/), everything running under $(VAR) (var/).
# Rooms are found by folder: lib/ROOM/*.c, cgi-bin/PROGRAM/*.c, templates/**/*.html, tests/unit/**/*_test.c, tests/fuzz/*_fuzz.c.
# MODE=asan builds the same things with the sanitizers under $(B)/asan.

B     ?= build
VAR   ?= var
PORT  ?= 8080
REGIME ?= suixi
SCALE ?= small
MODE  ?= release
O     := $(B)/$(MODE)
CC    := gcc
CLANG := clang

PKGS := libmariadb libsodium liboath libseccomp icu-i18n icu-uc libzip expat zlib xlsxwriter jansson yaml-0.1
WARN := -Wall -Wextra -Wconversion -Wno-sign-conversion -Wshadow -Wvla -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes \
        -Wold-style-definition -Wundef -Wwrite-strings -Werror
HARD := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -ftrivial-auto-var-init=zero -fPIE
LINKHARD := -pie -Wl,-z,relro,-z,now,-z,noexecstack
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
# The same program wherever it is built: no path of the building machine in it.
NOPATH := -ffile-prefix-map=$(abspath $(B))/= -ffile-prefix-map=$(CURDIR)=.
CPPFLAGS := -std=c17 -D_GNU_SOURCE $(NOPATH) -Ilib -Icgi-bin -I$(B)/gen $(PKG_CFLAGS) -include base/banned.h
# Paper and QR codes: only programs whose objects use them get these libraries (--as-needed); the public ones link no pango.
PAPER_PKGS := pangocairo libqrencode
LIBS := -Wl,--as-needed $(shell pkg-config --libs $(PKGS) $(PAPER_PKGS) 2>/dev/null) -lfcgi -lcsv -lm
# The client library's own header uses banned names in macros: it must come before the ban.
$(O)/lib/db/%.o: CPPFLAGS := $(subst -include base/banned.h,-include mysql.h -include base/banned.h,$(CPPFLAGS))
$(O)/lib/paper/%.o: CPPFLAGS := $(subst -include base/banned.h,$(shell pkg-config --cflags $(PAPER_PKGS) 2>/dev/null) -include pango/pangocairo.h -include base/banned.h,$(CPPFLAGS))
ifeq ($(MODE),fuzz)
CC      := $(CLANG)
CFLAGS  := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -Wno-unknown-warning-option -Wno-unused-command-line-argument
LDFLAGS := -fsanitize=fuzzer,address,undefined
else ifeq ($(MODE),asan)
CFLAGS  := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined $(WARN) -Wno-format-truncation
LDFLAGS := -fsanitize=address,undefined
else
CFLAGS  := -O2 -g $(HARD) $(WARN)
LDFLAGS := $(LINKHARD)
endif

LIB_C   := $(filter-out lib/tools/%,$(wildcard lib/*/*.c))
PROGRAMS := $(notdir $(patsubst %/,%,$(dir $(wildcard cgi-bin/*/main.c))))
TMPL    := $(sort $(shell find templates -name '*.html' 2>/dev/null))
TMPL_C  := $(TMPL:templates/%.html=$(B)/gen/tmpl/%.c)
TMPL_O  := $(TMPL:templates/%.html=$(O)/tmpl/%.o)
LIB_O   := $(LIB_C:%.c=$(O)/%.o)
BINS    := $(PROGRAMS:%=$(O)/bin/%)
UNIT    := $(sort $(shell find tests/unit -name '*_test.c' 2>/dev/null))
UNIT_BIN := $(UNIT:tests/unit/%.c=$(O)/unit/%)
FUZZ    := $(sort $(wildcard tests/fuzz/*_fuzz.c))
FUZZ_REPLAY := $(FUZZ:tests/fuzz/%.c=$(O)/replay/%)
FUZZ_BIN := $(FUZZ:tests/fuzz/%.c=$(O)/target/%)
BENCH_BIN := $(patsubst tests/%.c,$(O)/%,$(wildcard tests/bench/*.c))
DEPS = $(shell find $(B) -name '*.d' -type f 2>/dev/null)

.PHONY: all deps build run test unit bench lint asan fuzz install clean
.SECONDARY:
all: build

deps:
	@tests/tools/deps.sh

build: $(BINS) $(O)/lint.ok

# --- compiling ---------------------------------------------------------------------------------------------------------------
$(O)/lib/%.o: lib/%.c | deps-order
	@mkdir -p $(@D)
	@echo "  CC   $<"; $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(O)/cgi-bin/%.o: cgi-bin/%.c | $(TMPL_C:.c=.h) $(B)/gen/assets.h deps-order
	@mkdir -p $(@D)
	@echo "  CC   $<"; $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(O)/tmpl/%.o: $(B)/gen/tmpl/%.c | $(TMPL_C:.c=.h)
	@mkdir -p $(@D)
	@echo "  CC   $<"; $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(O)/libportal.a: $(LIB_O)
	@rm -f $@; ar rcs $@ $^
$(O)/libtmpl.a: $(TMPL_O)
	@rm -f $@; ar rcs $@ $^

# --- templates: HTML to C, by our own host program ------------------------------------------------------------------------------
$(B)/host/tmplc: $(wildcard lib/tools/tmplc/*.c lib/tools/tmplc/*.h) lib/base/str.c lib/base/arena.c lib/base/check.c lib/base/out.c lib/base/log.c lib/base/date.c lib/base/clock.c
	@mkdir -p $(@D)
	@echo "  HOST $@"; $(CC) -std=c17 -D_GNU_SOURCE -Ilib -include base/banned.h -O1 -g $(WARN) $(filter %.c,$^) -o $@
$(B)/host/lint: $(wildcard lib/tools/lint/*.c lib/tools/lint/*.h) lib/base/str.c lib/base/arena.c lib/base/check.c lib/base/out.c lib/base/log.c lib/base/date.c lib/base/clock.c
	@mkdir -p $(@D)
	@echo "  HOST $@"; $(CC) -std=c17 -D_GNU_SOURCE -Ilib -include base/banned.h -O1 -g $(WARN) $(filter %.c,$^) -o $@
$(B)/gen/tmpl/%.c $(B)/gen/tmpl/%.h: templates/%.html $(B)/host/tmplc
	@mkdir -p $(@D)
	@$(B)/host/tmplc $< $(B)/gen/tmpl/$*.c $(B)/gen/tmpl/$*.h

# The stylesheet, under a name with its hash, and the header that knows the name.
$(B)/gen/assets.h: static/portal.scss $(wildcard static/look/*.scss) $(TMPL) package-lock.json tests/tools/css.mjs
	@tests/tools/css.sh $(B)

# --- programs ---------------------------------------------------------------------------------------------------------------------
define program
$(O)/bin/$(1): $(patsubst %.c,$(O)/%.o,$(wildcard cgi-bin/$(1)/*.c)) $(O)/libtmpl.a $(O)/libportal.a
	@mkdir -p $$(@D)
	@echo "  LD   $$@"; $(CC) $(LDFLAGS) -o $$@ $$(filter %.o,$$^) $(O)/libtmpl.a $(O)/libportal.a $(LIBS)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$(p))))
# Started for each uploaded file, in little memory: only the libraries it uses.
$(O)/bin/parser: LDFLAGS += -Wl,--as-needed

$(O)/lint.ok: $(B)/host/lint $(LIB_C) $(wildcard lib/*/*.h lib/tools/*/*.[ch] cgi-bin/*/*.[ch])
	@$(B)/host/lint . && mkdir -p $(@D) && touch $@
lint: $(B)/host/lint
	$(B)/host/lint .

# --- tests ------------------------------------------------------------------------------------------------------------------------
$(O)/unit/%: tests/unit/%.c $(O)/libtmpl.a $(O)/libportal.a
	@mkdir -p $(@D)
	@echo "  TEST $<"; $(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/libtmpl.a $(O)/libportal.a $(LIBS) -lcmocka
$(O)/replay/%: tests/fuzz/%.c tests/fuzz/replay_main.c $(O)/libportal.a
	@mkdir -p $(@D)
	@echo "  TEST $<"; $(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(O)/libportal.a $(LIBS)
$(O)/target/%: tests/fuzz/%.c $(O)/libportal.a
	@mkdir -p $(@D)
	@echo "  TEST $<"; $(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/libportal.a $(LIBS)
$(O)/bench/%: tests/bench/%.c $(O)/libportal.a
	@mkdir -p $(@D)
	@echo "  TEST $<"; $(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/libportal.a $(LIBS)
unit: $(UNIT_BIN) $(FUZZ_REPLAY) $(O)/bin/parser
bench-programs: $(O)/bin/lookup $(O)/bin/query $(O)/bin/parser $(O)/bin/keeper $(O)/bin/portalctl $(BENCH_BIN)

test: deps
	@tests/run.sh
asan: deps
	@$(MAKE) --no-print-directory MODE=asan build unit
targets: $(FUZZ_BIN)
fuzz: deps
	@$(MAKE) --no-print-directory MODE=fuzz targets
	@tests/tools/fuzz.sh $(B)/fuzz/target
bench: deps
	@B=$(B) tests/bench/run.sh $(SCALE)
run: deps
	@$(MAKE) --no-print-directory build
	@PORT=$(PORT) VAR=$(VAR) REGIME=$(REGIME) B=$(B) tests/tools/run.sh

# Release binaries and all that goes with them under DESTDIR; sets nothing up and starts nothing (README.zh-CN.md).
install: build
	@dist/install.sh $(B) "$(DESTDIR)"

clean:
	rm -rf $(B)

.PHONY: deps-order
deps-order:

-include $(DEPS)
