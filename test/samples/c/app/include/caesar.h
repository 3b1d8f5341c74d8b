#ifndef CAESAR_H
#define CAESAR_H

/* Shifts a letter of the English alphabet; anything else stays as it is. */
int caesar_shift(int character, int by);

#endif
