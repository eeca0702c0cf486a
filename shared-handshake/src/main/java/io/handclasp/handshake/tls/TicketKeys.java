package io.handclasp.handshake.tls;

import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that seal session tickets, where several backs share them so that a session begun with
 * one is taken up by another. The file is random bytes, 48 to a key; the first key seals, all of
 * them open.
 */
public final class TicketKeys {
  static final int LENGTH = 48;
  private static final int MOST = 16;

  private final List<byte[]> keys;

  private TicketKeys(List<byte[]> keys) {
    this.keys = keys;
  }

  /**
   * Reads a file.
   *
   * @return null where no file is given
   * @throws StoreException where it cannot be read or is not whole keys
   */
  public static @Nullable TicketKeys read(@Nullable Path file) throws StoreException {
    if (file == null) {
      return null;
    }
    byte[] bytes = bytes(file);
    if (bytes.length == 0 || bytes.length % LENGTH != 0 || bytes.length > MOST * LENGTH) {
      throw new StoreException(
          StoreFault.NOT_A_STORE,
          file,
          file
              + ": found "
              + bytes.length
              + " bytes; expected 1 to "
              + MOST
              + " ticket keys of "
              + LENGTH
              + " random bytes each, as 'openssl rand "
              + LENGTH
              + "' makes one",
          null);
    }
    return of(bytes);
  }

  static TicketKeys of(byte[] bytes) {
    List<byte[]> keys = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += LENGTH) {
      keys.add(Arrays.copyOfRange(bytes, from, from + LENGTH));
    }
    return new TicketKeys(keys);
  }

  private static byte[] bytes(Path file) throws StoreException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new StoreException(StoreFault.FILE_MISSING, file, file + ": no such file", e);
    } catch (IOException e) {
      throw new StoreException(
          StoreFault.FILE_UNREADABLE, file, file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Name, authentication key and encryption key of each, 16 bytes of each kind. */
  List<byte[]> keys() {
    return keys;
  }

  @Override
  public String toString() {
    return "TicketKeys[" + keys.size() + "]";
  }
}
