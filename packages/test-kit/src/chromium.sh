#!/bin/sh
# Runs $CHROMIUM without the pages that its address bar loads in each window, which take two thirds of the time of a new
# context. Chromium reads one list of disabled features, so these are added to that of Playwright.
for arg do
  shift
  case $arg in
    --disable-features=*) arg=$arg,WebUIOmniboxPopup,WebUIOmniboxAimPopup ;;
  esac
  set -- "$@" "$arg"
done
exec "$CHROMIUM" "$@"
