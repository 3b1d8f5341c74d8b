/* Counts vowels: the part of the sample that needs a compiler. */
#include <ruby.h>
#include <string.h>

static VALUE vowels(VALUE self, VALUE text) {
  long count = 0;
  const char *bytes = StringValuePtr(text);
  for (long at = 0; at < RSTRING_LEN(text); at += 1)
    if (bytes[at] != '\0' && strchr("aeiouAEIOU", bytes[at]) != NULL) count += 1;
  return LONG2NUM(count);
}

void Init_tally(void) { rb_define_module_function(rb_define_module("Tally"), "vowels", vowels, 1); }
