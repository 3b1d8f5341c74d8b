package com.example.dice;

import java.util.Random;

/** Throws as many dice as it is told to, always the same ones for the same seed. */
public class Dice {
    public static void main(String[] args) {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        long seed = Long.parseLong(System.getenv().getOrDefault("SEED", "42"));
        Random random = new Random(seed);
        for (int thrown = 0; thrown < count; thrown++) {
            System.out.println(random.nextInt(6) + 1);
        }
    }
}
