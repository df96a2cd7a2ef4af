/// The value of digits as Arabic news writes them: `1,234.5`, `1.234.567`, `3٫5`.
pub fn digits_value(key: &str) -> Option<f64> {
    let plain: Vec<char> = key
        .chars()
        .map(|ch| match ch {
            '\u{66B}' => '.',
            '\u{66C}' => ',',
            _ => ch,
        })
        .collect();
    if plain.iter().any(|ch| !(ch.is_ascii_digit() || matches!(ch, '.' | ','))) {
        return None;
    }
    let groups: Vec<&[char]> = plain.split(|ch| matches!(ch, '.' | ',')).collect();
    let marks: Vec<char> =
        plain.iter().copied().filter(|ch| matches!(ch, '.' | ',')).collect();
    let native = key.contains('\u{66B}');
    let thousands = |groups: &[&[char]]| {
        groups.first().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.iter().skip(1).all(|group| group.len() == 3)
    };
    // The last mark parts the fraction unless it can only part thousands.
    let fraction = match marks.as_slice() {
        [] => false,
        [mark] => {
            native
                || !(thousands(&groups)
                    && groups.first().is_some_and(|g| g.first() != Some(&'0'))
                    && *mark == ',')
                    && !(*mark == '.'
                        && thousands(&groups)
                        && groups[0].len() < 3
                        && groups[1] == ['0', '0', '0'])
        }
        [first, .., last] => {
            if first == last {
                if !thousands(&groups) {
                    return None;
                }
                false
            } else {
                true
            }
        }
    };
    let whole = if fraction { groups.len() - 1 } else { groups.len() };
    if whole > 1 && !thousands(&groups[..whole]) {
        return None;
    }
    let mut text: String =
        groups[..whole].iter().flat_map(|group| group.iter()).collect();
    if fraction {
        text.push('.');
        text.extend(groups[whole].iter());
    }
    text.parse().ok()
}
