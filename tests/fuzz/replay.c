/* Feeds every file of a corpus to a fuzz target, as TAP: `replay_csv tests/fuzz/corpus/csv`. */
#include "tap.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 1 << 20 };

static void replay(const char *path, uint8_t *input)
{
	FILE *f = fopen(path, "re");
	if (!OK(f != NULL, path))
		return;
	const size_t bytes = fread(input, 1, INPUT_BYTES_MAX, f);
	(void)fclose(f);
	OK(LLVMFuzzerTestOneInput(input, bytes) == 0, path);
}

int main(int argc, char **argv)
{
	uint8_t *input = malloc(INPUT_BYTES_MAX);
	struct dirent **names = NULL;
	const int count = argc > 1 && input ? scandir(argv[1], &names, NULL, alphasort) : -1;
	OK(count > 2, "the corpus is there and not empty");
	OK(input && LLVMFuzzerTestOneInput(input, 0) == 0, "no bytes at all");
	for (int i = 0; i < count; i++) {
		char path[512];
		(void)snprintf(path, sizeof path, "%s/%s", argv[1], names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			replay(path, input);
		free(names[i]);
	}
	free(names);
	free(input);
	return tap_done();
}
