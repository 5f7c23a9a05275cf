// Reads each line of a file with yyjson again and again: nanoseconds a line, on standard output. For parsing.py.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yyjson.h>

enum { LINES_MAX = 100000, ROUNDS = 200 };

int main(int count, char **arguments) {
    static char *lines[LINES_MAX];
    static char line[65536];
    size_t lineCount = 0;
    FILE *file = count > 1 ? fopen(arguments[1], "r") : NULL;
    if (!file) return 1;
    while (lineCount < LINES_MAX && fgets(line, sizeof line, file)) lines[lineCount++] = strdup(line);
    if (!lineCount) return 1;
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < lineCount; i++) {
            yyjson_doc *document = yyjson_read(lines[i], strlen(lines[i]), 0);
            if (!yyjson_get_str(yyjson_obj_get(yyjson_doc_get_root(document), "text"))) return 1;
            yyjson_doc_free(document);
        }
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%.1f\n", ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / ROUNDS / lineCount);
}
