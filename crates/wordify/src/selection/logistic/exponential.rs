//! `exp` and `ln(1 + e)` without branches or tables.
//!
//! The solver spends a good part of its time here. The functions of the C library cannot be inlined into a
//! vectorised loop, and they differ in the last bit between platforms, which would break the promise of the
//! same bytes everywhere. These use only additions, multiplications, one division and integer operations.

/// `exp(x)` for `x ≤ 0`, relative error below 2e-15; arguments below −700 give `exp(−700)`, about 1e-304.
///
/// Cody & Waite reduction `x = k ln 2 + r`, then the Taylor polynomial of degree 12 on `|r| ≤ 0.347`.
#[inline(always)]
pub(crate) fn exp_negative(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5 · 2^52: adding it rounds to an integer in the low bits
    // ln 2 in two parts, the high one with 32 zero bits at its end, so that k times it is exact (fdlibm).
    const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
    const LN2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
    let x = if x < -700.0 { -700.0 } else { x };
    let shifted = x * std::f64::consts::LOG2_E + SHIFT;
    let k = shifted - SHIFT;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let mut sum = 1.0 / 479_001_600.0;
    for coefficient in [
        1.0 / 39_916_800.0,
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ] {
        sum = sum * r + coefficient;
    }
    // The low bits of `shifted` hold k; moved to the exponent they are the factor 2^k.
    let scale = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52));
    sum * scale
}

/// `ln(1 + e)` for `0 ≤ e ≤ 1`, absolute error below 1e-13: the series of `2 atanh(e / (2 + e))`.
#[inline(always)]
pub(crate) fn ln_1p_unit(e: f64) -> f64 {
    let s = e / (2.0 + e);
    let square = s * s;
    let mut sum = 1.0 / 27.0;
    for odd in [25.0_f64, 23.0, 21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0] {
        sum = sum * square + 1.0 / odd;
    }
    2.0 * s * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_agrees_with_the_standard_library_to_2e15() {
        for step in 0..70_000 {
            let x = -f64::from(step) * 0.01;
            let (ours, theirs) = (exp_negative(x), x.exp());
            assert!((ours - theirs).abs() <= 2e-15 * theirs, "exp({x}): {ours} against {theirs}");
        }
    }

    #[test]
    fn ln_1p_agrees_with_the_standard_library_to_1e13() {
        for step in 0..=10_000 {
            let e = f64::from(step) * 1e-4;
            assert!((ln_1p_unit(e) - e.ln_1p()).abs() < 1e-13, "ln(1 + {e})");
        }
    }
}
