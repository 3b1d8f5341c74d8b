<?php

declare(strict_types=1);

namespace Romans;

final class Numeral
{
    private const VALUES = [
        'M' => 1000, 'CM' => 900, 'D' => 500, 'CD' => 400, 'C' => 100, 'XC' => 90,
        'L' => 50, 'XL' => 40, 'X' => 10, 'IX' => 9, 'V' => 5, 'IV' => 4, 'I' => 1,
    ];

    public static function of(int $number): string
    {
        $text = '';
        foreach (self::VALUES as $letters => $value) {
            while ($number >= $value) {
                $text .= $letters;
                $number -= $value;
            }
        }
        return $text;
    }
}
