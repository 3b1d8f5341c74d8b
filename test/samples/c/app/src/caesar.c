#include "caesar.h"

int caesar_shift(int character, int by) {
  int first = character >= 'a' && character <= 'z' ? 'a' : 'A';
  if (character < first || character > first + 25) return character;
  int place = (character - first + by) % 26;
  return first + (place < 0 ? place + 26 : place);
}
