#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caesar.h"

/* caesar N [TEXT]: shifts the text, or standard input, by N letters. */
int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: caesar N [TEXT]\n");
    return 2;
  }
  int by = atoi(argv[1]);
  if (argc > 2) {
    for (const char *at = argv[2]; *at != '\0'; at++) putchar(caesar_shift(*at, by));
    putchar('\n');
    return 0;
  }
  for (int character = getchar(); character != EOF; character = getchar()) putchar(caesar_shift(character, by));
  return 0;
}
