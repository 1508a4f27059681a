/* Made by web/tools/pack.mjs from web/dist; sorted by path. */
#include "http/assets.h"

extern const unsigned char asset_bytes[];
const struct asset asset_list[] = {
	{{"/admin.html", 11}, "text/html; charset=utf-8", "\"c352b9945f8441ff\"", false, {asset_bytes + 1915, 2288}, {asset_bytes + 0, 1121}, {asset_bytes + 1121, 794}},
	{{"/assets/AppLayout-DP-TMNZ9.css", 30}, "text/css; charset=utf-8", "\"83c39d457b067d7a\"", true, {asset_bytes + 9758, 16954}, {asset_bytes + 4203, 2958}, {asset_bytes + 7161, 2597}},
	{{"/assets/AppLayout-DdTo9xOZ.js", 29}, "text/javascript; charset=utf-8", "\"59542f398d0c6843\"", true, {asset_bytes + 67694, 64241}, {asset_bytes + 26712, 21500}, {asset_bytes + 48212, 19482}},
	{{"/assets/Me-4zN-IiOJ.js", 22}, "text/javascript; charset=utf-8", "\"abd2f21eb922eab4\"", true, {asset_bytes + 135523, 3897}, {asset_bytes + 131935, 1886}, {asset_bytes + 133821, 1702}},
	{{"/assets/Nowhere-bv8aSlof.js", 27}, "text/javascript; charset=utf-8", "\"8b2b29798962a945\"", true, {asset_bytes + 139997, 446}, {asset_bytes + 139420, 306}, {asset_bytes + 139726, 271}},
	{{"/assets/SignIn-BdCkQwsl.js", 26}, "text/javascript; charset=utf-8", "\"fc8d1bf87bfae835\"", true, {asset_bytes + 158835, 26873}, {asset_bytes + 140443, 9927}, {asset_bytes + 150370, 8465}},
	{{"/assets/SignIn-z98WIZic.css", 27}, "text/css; charset=utf-8", "\"f2dc5bde36b5bc4a\"", true, {asset_bytes + 186436, 797}, {asset_bytes + 185708, 414}, {asset_bytes + 186122, 314}},
	{{"/assets/admin-CMcCB0SU.js", 25}, "text/javascript; charset=utf-8", "\"a7e39b67ab83567d\"", true, {asset_bytes + 222801, 48905}, {asset_bytes + 187233, 19097}, {asset_bytes + 206330, 16471}},
	{{"/assets/admin-Cw5sKlIg.css", 26}, "text/css; charset=utf-8", "\"f2986f445e364097\"", true, {asset_bytes + 282201, 33361}, {asset_bytes + 271706, 5665}, {asset_bytes + 277371, 4830}},
	{{"/assets/css-CausKUw8.js", 23}, "text/javascript; charset=utf-8", "\"4fb0fc92aadf60f8\"", true, {asset_bytes + 341679, 36839}, {asset_bytes + 315562, 14021}, {asset_bytes + 329583, 12096}},
	{{"/assets/css-cyJZB4WD.css", 24}, "text/css; charset=utf-8", "\"703f6ef2a0026000\"", true, {asset_bytes + 382184, 7857}, {asset_bytes + 378518, 1960}, {asset_bytes + 380478, 1706}},
	{{"/assets/en-CVcVebOQ.js", 22}, "text/javascript; charset=utf-8", "\"b7f5fdf410a033d8\"", true, {asset_bytes + 392865, 3673}, {asset_bytes + 390041, 1519}, {asset_bytes + 391560, 1305}},
	{{"/assets/rolldown-runtime-DK3Fl9T5.js", 36}, "text/javascript; charset=utf-8", "\"a526d1bb3288ef04\"", true, {asset_bytes + 396654, 158}, {0}, {asset_bytes + 396538, 116}},
	{{"/assets/router-BJaCXrqZ.css", 27}, "text/css; charset=utf-8", "\"f8a6f1aac9cc76a1\"", true, {asset_bytes + 400191, 11086}, {asset_bytes + 396812, 1829}, {asset_bytes + 398641, 1550}},
	{{"/assets/router-DJXIiq22.js", 26}, "text/javascript; charset=utf-8", "\"3e10018ba877fd37\"", true, {asset_bytes + 454428, 59399}, {asset_bytes + 411277, 22649}, {asset_bytes + 433926, 20502}},
	{{"/assets/words-9dKBZnEr.js", 25}, "text/javascript; charset=utf-8", "\"3fa595a086feacec\"", true, {asset_bytes + 570094, 74132}, {asset_bytes + 513827, 29711}, {asset_bytes + 543538, 26556}},
	{{"/lamp.svg", 9}, "image/svg+xml", "\"14279ec67effff12\"", false, {asset_bytes + 644682, 327}, {asset_bytes + 644226, 241}, {asset_bytes + 644467, 215}},
	{{"/opening.css", 12}, "text/css; charset=utf-8", "\"bfffb7716009b80b\"", false, {asset_bytes + 645610, 637}, {asset_bytes + 645009, 340}, {asset_bytes + 645349, 261}},
};
const size_t asset_count = sizeof asset_list / sizeof asset_list[0];
