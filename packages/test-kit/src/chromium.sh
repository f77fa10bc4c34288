#!/bin/sh
# Runs $CHROMIUM without the pages that its address bar loads in each window, which take two thirds of the time of a new
# context, and without a new frame in the browser process for each document of a site, which takes a fifth of the time of a
# navigation. Chromium reads one list of disabled features, so these are added to that of Playwright.
for arg do
  shift
  case $arg in
    --disable-features=*) arg=$arg,WebUIOmniboxPopup,WebUIOmniboxAimPopup,RenderDocument ;;
  esac
  set -- "$@" "$arg"
done
exec "$CHROMIUM" "$@"
