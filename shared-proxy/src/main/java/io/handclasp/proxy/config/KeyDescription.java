package io.handclasp.proxy.config;

import org.jspecify.annotations.Nullable;

/**
 * One key that a section may have, as the reader asks for it.
 *
 * @param name as it stands in the file
 * @param required whether it has to be there
 * @param list whether several may stand there in brackets
 * @param shape how a value looks; null where only a section may stand
 * @param expected the words for "expected …"; empty where only a section may stand
 * @param usual what holds where it is absent, as it would be written; null where that is nothing
 * @param section what a section in its place may have; null where only a value may stand
 */
public record KeyDescription(
    String name,
    boolean required,
    boolean list,
    @Nullable Shape shape,
    String expected,
    @Nullable String usual,
    @Nullable SectionDescription section) {}
