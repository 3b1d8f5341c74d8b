<?php

declare(strict_types=1);

namespace Numbers;

use Romans\Numeral;

final class Answer
{
    public static function to(string $path): string
    {
        if ($path === '/') {
            return (getenv('GREETING') ?: 'Ask for /1984') . "\n";
        }
        return Numeral::of((int) substr($path, 1)) . "\n";
    }
}
