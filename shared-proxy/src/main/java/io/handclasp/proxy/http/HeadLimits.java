package io.handclasp.proxy.http;

/**
 * How large a head or a trailer section may be.
 *
 * @param line longest first line, in bytes
 * @param fields longest section, in bytes
 * @param count most field lines
 */
public record HeadLimits(int line, int fields, int count) {}
