package io.handclasp.proxy.http2;

import io.netty.buffer.ByteBuf;

/** Whether a connection begins as HTTP/2 by prior knowledge does (RFC 9113 section 3.3). */
public enum Http2Preface {
  /** It does. */
  HTTP_2,
  /** It does not. */
  OTHER,
  /** So far it does, but bytes are missing. */
  UNDECIDED;

  /** Looks at the first bytes of a connection; does not read them. */
  public static Http2Preface of(ByteBuf begin) {
    ByteBuf preface = Frame.preface();
    int seen = Math.min(begin.readableBytes(), preface.readableBytes());
    for (int i = 0; i < seen; i++) {
      if (begin.getByte(begin.readerIndex() + i) != preface.getByte(i)) {
        return OTHER;
      }
    }
    return seen == preface.readableBytes() ? HTTP_2 : UNDECIDED;
  }
}
