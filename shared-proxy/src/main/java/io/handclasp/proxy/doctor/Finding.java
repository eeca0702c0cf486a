package io.handclasp.proxy.doctor;

/**
 * Something that works but should be mended.
 *
 * @param side which proxy: {@code front} or {@code back}
 * @param code what kind
 * @param sentence what was found, and what to do
 */
record Finding(String side, String code, String sentence) {}
