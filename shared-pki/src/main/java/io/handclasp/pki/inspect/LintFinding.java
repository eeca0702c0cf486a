package io.handclasp.pki.inspect;

/**
 * One objection.
 *
 * @param code what kind
 * @param where the file, store entry or subject that it is about
 * @param sentence what was found and what was expected
 * @param cure what to do
 */
public record LintFinding(LintCode code, String where, String sentence, String cure) {}
