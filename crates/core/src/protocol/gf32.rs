//! Arithmetic in GF(32), and the equation system that encoding, checking and mending of a line share.
//!
//! The field is GF(2)[x] modulo x^5 + x^2 + 1. The five bits of a symbol are the coefficients, the highest bit that of x^4.
//! α = x (symbol 2) generates the 31 non-zero elements.

/// α^0 to α^61, so that the sum of two logarithms is a valid index without reduction modulo 31.
const EXP: [u8; 62] = tables().0;
/// The logarithm of each non-zero element.
const LOG: [u8; 32] = tables().1;

const fn tables() -> ([u8; 62], [u8; 32]) {
    let (mut exp, mut log) = ([0; 62], [0; 32]);
    let mut power: u8 = 1;
    let mut at = 0;
    while at < 31 {
        exp[at] = power;
        exp[at + 31] = power;
        log[power as usize] = at as u8;
        power <<= 1;
        if power & 32 != 0 {
            power ^= 0b10_0101;
        }
        at += 1;
    }
    (exp, log)
}

/// α raised to the power.
pub(super) const fn alpha(power: usize) -> u8 {
    EXP[power % 31]
}

/// The product of two elements (0–31).
pub(super) const fn mul(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 { 0 } else { EXP[LOG[(a & 31) as usize] as usize + LOG[(b & 31) as usize] as usize] }
}

/// The inverse of a non-zero element; 0 for 0.
const fn inverse(a: u8) -> u8 {
    if a == 0 { 0 } else { EXP[31 - LOG[(a & 31) as usize] as usize] }
}

/// Solves Σ v_k · X_k^j = S_j for j = 1 to 4. `syndromes` are S; `locators` are X, up to four distinct non-zero elements. Returns the
/// values v, with 0 beyond the given places. `None` where there is no solution.
pub(super) fn solve(syndromes: [u8; 4], locators: &[u8]) -> Option<[u8; 4]> {
    let wanted = locators.len().min(4);
    // Row j holds X_k^(j+1) for each place, and S_(j+1) at the end.
    let mut rows = [[0_u8; 5]; 4];
    for (k, &x) in locators.iter().take(4).enumerate() {
        let mut power = x;
        for row in &mut rows {
            row[k] = power;
            power = mul(power, x);
        }
    }
    for (row, s) in rows.iter_mut().zip(syndromes) {
        row[4] = s;
    }
    for k in 0..wanted {
        let pivot = (k..4).find(|&j| rows[j][k] != 0)?;
        rows.swap(k, pivot);
        let scale = inverse(rows[k][k]);
        for cell in &mut rows[k] {
            *cell = mul(*cell, scale);
        }
        let pivot_row = rows[k];
        for (j, row) in rows.iter_mut().enumerate() {
            let factor = row[k];
            if j != k && factor != 0 {
                for (cell, above) in row.iter_mut().zip(pivot_row) {
                    *cell ^= mul(factor, above);
                }
            }
        }
    }
    // Rows below the unknowns have only zeros on their left side.
    if rows[wanted..].iter().any(|row| row[4] != 0) {
        return None;
    }
    let mut values = [0; 4];
    for (value, row) in values.iter_mut().zip(rows).take(wanted) {
        *value = row[4];
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplication_satisfies_the_field_axioms() {
        for a in 1..32 {
            assert_eq!(mul(a, inverse(a)), 1);
            for b in 0..32 {
                assert_eq!(mul(a, b), mul(b, a));
                for c in 0..32 {
                    assert_eq!(mul(a, b ^ c), mul(a, b) ^ mul(a, c));
                    assert_eq!(mul(mul(a, b), c), mul(a, mul(b, c)));
                }
            }
        }
        assert_eq!(alpha(5), 0b0_0101, "x^5 = x^2 + 1");
    }

    #[test]
    fn solutions_satisfy_the_equations() {
        let (places, values) = ([3, 9, 17, 30].map(alpha), [7, 0, 31, 1]);
        let syndromes = std::array::from_fn(|j| {
            places.iter().zip(values).fold(0, |sum, (&x, v)| sum ^ mul(v, (0..=j).fold(1, |p, _| mul(p, x))))
        });
        assert_eq!(solve(syndromes, &places), Some(values));
        assert_eq!(solve(syndromes, &places[..3]), None);
        assert_eq!(solve([0; 4], &[]), Some([0; 4]));
        assert_eq!(solve([1, 0, 0, 0], &[]), None);
    }
}
