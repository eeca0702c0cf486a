package io.handclasp.pki.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Words for what went wrong with a file, judged by the type of the exception. */
final class Faults {
  private Faults() {}

  /** What follows the file's name in a sentence. */
  static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "may not be accessed by this user";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "exists already";
    }
    if (e instanceof NotDirectoryException) {
      return "lies in something that is not a folder";
    }
    // Java gives what the operating system says: alone, or beside the name of the file.
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return "failed: " + (reason == null ? e.getClass().getSimpleName() : reason);
  }
}
