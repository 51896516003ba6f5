// The page's icons, inlined so that nothing is fetched.

const SHAPES = {
  menu: "M4 7h16M4 12h16M4 17h16",
  reply: "M10 6l-6 6 6 6M4 12h10a6 6 0 0 1 6 6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  people: "M9 5a3.2 3.2 0 1 1 0 6.4A3.2 3.2 0 0 1 9 5zM2.5 19c.4-3.6 3-5.4 6.5-5.4s6.100 1.800 6.500 5.400M16 5.500a3 3 0 0 1 0 5.600M17.500 13.800c2.300.500 3.700 2.200 4 5.200",
  tools: "M4 7h9M19 7h1M16 4.500v5M4 17h1M11 17h9M8 14.500v5",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-6 16-3-6.5zM11 13.5l9-9.5",
  eye: "M2.5 12s3.5-6.5 9.5-6.5 9.5 6.5 9.5 6.5-3.5 6.5-9.5 6.5S2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
  down: "M6 9l6 6 6-6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  outward: "M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9",
  slash: "M16 4L8 20",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  trash: "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5",
  bulb: "M9.5 17h5M10 20.5h4M9.5 17c0-2-3-3.2-3-7a5.5 5.5 0 0 1 11 0c0 3.8-3 5-3 7",
  flag: "M6 21V4M6 5h12l-3 4 3 4H6",
  again: "M5 12a7 7 0 0 1 12-5l2 2M19 4v5h-5M19 12a7 7 0 0 1-12 5l-2-2M5 20v-5h5",
  warning: "M12 4l9 16H3zM12 10v4M12 17h.01",
};

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", width: "20", height: "20", class: "icon", "aria-hidden": "true", focusable: "false" })) {
    picture.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  if (name === "more") path.setAttribute("stroke-width", "3.5");
  picture.append(path);
  return picture;
}
