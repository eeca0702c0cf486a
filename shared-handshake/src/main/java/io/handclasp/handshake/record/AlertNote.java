package io.handclasp.handshake.record;

/**
 * An alert that went over the wire (RFC 8446 section 6).
 *
 * @param sent true where this end sent it
 * @param level 1 warning, 2 fatal
 * @param code the description's number
 * @param name the description's name, such as {@code unknown_ca}
 */
public record AlertNote(boolean sent, int level, int code, String name) {}
