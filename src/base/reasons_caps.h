#ifndef SN_BASE_REASONS_CAPS_H
#define SN_BASE_REASONS_CAPS_H
/* reasons_caps: refusals about caps on what one person may receive; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_CAPS(X) \
	X(CAP_REACHED,        LIMIT,     "cap_reached",         "超过限额：已有 {yuan0} 元，再加 {yuan1} 元，限额 {yuan2} 元；{text}", "the cap would be passed: {yuan0} yuan so far, {yuan1} more, at most {yuan2}; {text}") \
	X(CAP_HOLD_DIFFERS,   CONFLICT,  "cap_hold_differs",    "这个名额已按另一金额 {yuan0} 元占用限额；请先作废再重做", "this entitlement holds its cap with another amount, {yuan0} yuan; void it and make it anew") \
	/* end of the list */

/* clang-format on */
#endif
