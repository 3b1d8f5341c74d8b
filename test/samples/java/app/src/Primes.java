final class Primes {
  private Primes() {}

  static boolean isPrime(long number) {
    if (number < 2) return false;
    for (long divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor == 0) return false;
    return true;
  }
}
