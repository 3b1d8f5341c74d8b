package com.example.roman;

final class Roman {
  private static final int[] VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
  private static final String[] SIGNS =
      {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};

  private Roman() {}

  static String of(int number) {
    StringBuilder text = new StringBuilder();
    int rest = number;
    for (int at = 0; at < VALUES.length; at++) {
      while (rest >= VALUES[at]) {
        text.append(SIGNS[at]);
        rest -= VALUES[at];
      }
    }
    return text.toString();
  }
}
