/// Words are separated by anything that is no letter.
pub fn count(text: &str) -> usize {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .count()
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn counts_words() {
        assert_eq!(count("to-be-or-not"), 4);
        assert_eq!(count(""), 0);
    }
}
